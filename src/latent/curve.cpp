#include "latent/curve.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {

namespace {

/// The cubic of value and slope at both ends of [0, 1], at x (Hermite's basis).
struct Hermite {
  double from, from_slope, to, to_slope;

  static Hermite at(double x) {
    const double y = 1.0 - x;
    return {y * y * (1.0 + 2.0 * x), x * y * y, x * x * (3.0 - 2.0 * x), -x * x * y};
  }
  static Hermite derivative(double x) {
    return {6.0 * x * (x - 1.0), (1.0 - x) * (1.0 - 3.0 * x), 6.0 * x * (1.0 - x),
            x * (3.0 * x - 2.0)};
  }
};

/// Velocity of the parabola through three keys, from the velocities and knots of both sides. A side
/// of no length has velocity 0 and all the weight: a rest.
Eigen::RowVectorXd parabola_slope(const Eigen::RowVectorXd& before, double h_before,
                                  const Eigen::RowVectorXd& after, double h_after) {
  const double sum = h_before + h_after;
  if (sum == 0.0) return before;
  return (h_after * before + h_before * after) / sum;
}

double harmonic_mean(double a, double b) { return a + b > 0.0 ? 2.0 * a * b / (a + b) : 0.0; }

}  // namespace

Curve::Curve(const Batch& keys, bool closed) {
  if (keys.rows() < 1 || !keys.allFinite()) {
    throw UsageError("curve: expected at least one key, and finite coordinates");
  }
  closed = closed && keys.rows() > 1;
  const auto segments = static_cast<int>(closed ? keys.rows() : keys.rows() - 1);
  keys_.resize(segments + 1, keys.cols());
  keys_.topRows(keys.rows()) = keys.cast<double>();
  if (closed) keys_.row(segments) = keys_.row(0);

  std::vector<double> spans;
  Eigen::MatrixXd secants = Eigen::MatrixXd::Zero(segments, keys.cols());
  knots_.push_back(0.0);
  for (int i = 0; i < segments; ++i) {
    const Eigen::RowVectorXd chord = keys_.row(i + 1) - keys_.row(i);
    spans.push_back(std::sqrt(chord.norm()));  // centripetal: a = 1/2
    if (spans.back() > 0.0) secants.row(i) = chord / spans.back();
    knots_.push_back(knots_.back() + spans.back());
  }
  tangents_ = Eigen::MatrixXd::Zero(segments + 1, keys.cols());
  rates_.assign(static_cast<std::size_t>(segments) + 1, 0.0);
  for (int i = 0; segments > 0 && i <= segments; ++i) {
    // The end of an open curve mirrors its only neighbour.
    const bool end = i == 0 || i == segments;
    const int before = end ? (closed || i > 0 ? segments - 1 : 0) : i - 1;
    const int after = end ? (closed || i == 0 ? 0 : segments - 1) : i;
    tangents_.row(i) =
        parabola_slope(secants.row(before), spans[before], secants.row(after), spans[after]);
    rates_[i] = harmonic_mean(spans[before], spans[after]);
  }
  closed_ = closed;
}

Curve::Parameter Curve::locate(double u) const {
  const int last = segments();
  if (closed_) u -= last * std::floor(u / last);
  u = std::clamp(u, 0.0, static_cast<double>(last));
  const int segment = std::min(static_cast<int>(u), std::max(last - 1, 0));
  return {segment, u - segment};
}

Eigen::VectorXf Curve::at(double u) const {
  const auto [i, part] = locate(u);
  if (part == 0.0) return keys_.row(i).cast<float>();
  const double span = knots_[i + 1] - knots_[i];
  if (part == 1.0 || span == 0.0) return keys_.row(i + 1).cast<float>();
  const Hermite time = Hermite::at(part);
  const double x = time.to + (time.from_slope * rates_[i] + time.to_slope * rates_[i + 1]) / span;
  const Hermite h = Hermite::at(x);
  return (h.from * keys_.row(i) + h.to * keys_.row(i + 1) +
          span * (h.from_slope * tangents_.row(i) + h.to_slope * tangents_.row(i + 1)))
      .cast<float>();
}

Eigen::VectorXd Curve::velocity(double u) const {
  const auto [i, part] = locate(u);
  if (segments() == 0 || knots_[i + 1] == knots_[i]) return Eigen::VectorXd::Zero(keys_.cols());
  const double span = knots_[i + 1] - knots_[i];
  const Hermite time = Hermite::at(part);
  const double x = time.to + (time.from_slope * rates_[i] + time.to_slope * rates_[i + 1]) / span;
  const Hermite rate = Hermite::derivative(part);
  const double dx = rate.to + (rate.from_slope * rates_[i] + rate.to_slope * rates_[i + 1]) / span;
  const Hermite h = Hermite::derivative(x);
  return dx * (h.from * keys_.row(i) + h.to * keys_.row(i + 1) +
               span * (h.from_slope * tangents_.row(i) + h.to_slope * tangents_.row(i + 1)));
}

}  // namespace poseaae::latent
