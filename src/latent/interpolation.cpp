#include "poseaae/latent/interpolation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

namespace {

constexpr double kVanishing = 1e-6;  ///< rad; what rounding of floats can make of nothing

void check_sizes(const Eigen::VectorXf& a, const Eigen::VectorXf& b) {
  if (a.size() != b.size()) {
    throw UsageError(
        fmt::format("interpolation: expected two latents of the same size, found {} and {}",
                    a.size(), b.size()));
  }
}

/// The coordinate axis on which `u` has least weight, made orthogonal to u, of unit length.
Eigen::VectorXd across(const Eigen::VectorXd& u) {
  Eigen::Index axis = 0;
  u.cwiseAbs().minCoeff(&axis);
  const Eigen::VectorXd way = Eigen::VectorXd::Unit(u.size(), axis) - u[axis] * u;
  return way.normalized();
}

/// The great circle from direction u to direction v: cos(w t) u + sin(w t) n.
struct Arc {
  Eigen::VectorXd u;
  Eigen::VectorXd n;   ///< unit, orthogonal to u, towards v
  double angle = 0.0;  ///< w; 0 when there is no arc and the straight line is meant
  bool opposite = false;

  Arc(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
    const double from = a.norm();
    const double to = b.norm();
    if (from == 0.0 || to == 0.0) return;
    u = a / from;
    const Eigen::VectorXd v = b / to;
    // Accurate for small angles and for those near pi, unlike acos (Kahan 2006).
    const double between = 2.0 * std::atan2((u - v).norm(), (u + v).norm());
    opposite = between > std::numbers::pi - kVanishing;
    if (between < kVanishing || (opposite && u.size() < 2)) return;
    angle = opposite ? std::numbers::pi : between;
    n = opposite ? across(u) : Eigen::VectorXd(v - u.dot(v) * u).normalized();
  }

  [[nodiscard]] Eigen::VectorXd at(double t) const {
    return std::cos(angle * t) * u + std::sin(angle * t) * n;
  }
};

Eigen::VectorXd line(const Eigen::VectorXd& a, const Eigen::VectorXd& b, double t) {
  return (1.0 - t) * a + t * b;
}

}  // namespace

Eigen::VectorXf lerp(const Eigen::VectorXf& a, const Eigen::VectorXf& b, double t) {
  check_sizes(a, b);
  return line(a.cast<double>(), b.cast<double>(), t).cast<float>();
}

Eigen::VectorXf slerp(const Eigen::VectorXf& a, const Eigen::VectorXf& b, double t) {
  check_sizes(a, b);
  if (t == 0.0) return a;
  if (t == 1.0) return b;
  const Eigen::VectorXd from = a.cast<double>();
  const Eigen::VectorXd to = b.cast<double>();
  const Arc arc(from, to);
  if (arc.angle == 0.0) return line(from, to, t).cast<float>();
  const double radius = (1.0 - t) * from.norm() + t * to.norm();
  return (radius * arc.at(t)).cast<float>();
}

Eigen::VectorXf variance_preserving(const Eigen::VectorXf& a, const Eigen::VectorXf& b, double t) {
  check_sizes(a, b);
  if (t == 0.0 || a == b) return a;
  if (t == 1.0) return b;
  const Eigen::VectorXd from = a.cast<double>();
  const Eigen::VectorXd to = b.cast<double>();
  const double share_a = (1.0 - t) * (1.0 - t);
  const double share_b = t * t;
  const double radius =
      std::sqrt((share_a * from.squaredNorm() + share_b * to.squaredNorm()) / (share_a + share_b));
  const Arc arc(from, to);
  if (arc.opposite) {
    return arc.angle > 0.0 ? (radius * arc.at(t)).cast<float>() : lerp(a, b, t);
  }
  const bool parallel = arc.angle == 0.0 && arc.u.size() > 0;
  const Eigen::VectorXd straight = parallel ? arc.u : line(from, to, t);
  const double length = straight.norm();
  if (length == 0.0) return straight.cast<float>();
  return (radius / length * straight).cast<float>();
}

const Names<Interpolation>& interpolation_names() {
  static const Names<Interpolation> names{
      {"lerp", Interpolation::kLerp},
      {"slerp", Interpolation::kSlerp},
      {"variance-preserving", Interpolation::kVariancePreserving}};
  return names;
}

Eigen::VectorXf interpolate(Interpolation kind, const Eigen::VectorXf& a, const Eigen::VectorXf& b,
                            double t, Beyond beyond) {
  const double at = beyond == Beyond::kClamp ? std::clamp(t, 0.0, 1.0) : t;
  switch (kind) {
    case Interpolation::kLerp:
      return lerp(a, b, at);
    case Interpolation::kSlerp:
      return slerp(a, b, at);
    case Interpolation::kVariancePreserving:
      return variance_preserving(a, b, at);
  }
  return lerp(a, b, at);
}

Eigen::VectorXf multi_slerp(const Batch& codes, const Eigen::VectorXd& weights) {
  if (codes.rows() < 1 || weights.size() != codes.rows()) {
    throw UsageError(fmt::format("blend: expected as many weights as codes, found {} and {}",
                                 weights.size(), codes.rows()));
  }
  constexpr double kTolerance = 1e-6;
  const double sum = weights.sum();
  if (!(weights.minCoeff() >= 0.0) || !(std::abs(sum - 1.0) <= kTolerance)) {
    throw UsageError(
        fmt::format("blend: expected weights of 0 or more that sum to 1, found {} (sum {:g})",
                    fmt::join(weights.begin(), weights.end(), ", "), sum));
  }
  double so_far = 0.0;
  Eigen::VectorXf blend = codes.row(0);
  for (Eigen::Index k = 0; k < codes.rows(); ++k) {
    if (weights[k] == 0.0) continue;
    so_far += weights[k];
    blend = slerp(blend, codes.row(k), weights[k] / so_far);
  }
  return blend;
}

}  // namespace poseaae::latent
