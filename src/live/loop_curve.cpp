#include "poseaae/live/loop_curve.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::live {

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

}  // namespace

LoopCurve::LoopCurve(Random& random, int dim, double seconds, double time_scale_s) {
  const int harmonics = std::clamp(static_cast<int>(4.0 * seconds), 1, 32);
  Eigen::VectorXd w(harmonics + 1);
  for (int h = 0; h <= harmonics; ++h) {
    const double turns = kTurn * h / seconds * time_scale_s;
    w[h] = (h == 0 ? 1.0 : 2.0) / std::pow(3.0 + turns * turns, 2);
  }
  w /= w.sum();
  cosines_.resize(harmonics + 1, dim);
  sines_.resize(harmonics + 1, dim);
  for (int h = 0; h <= harmonics; ++h) {
    for (int d = 0; d < dim; ++d) cosines_(h, d) = std::sqrt(w[h]) * random.normal();
    for (int d = 0; d < dim; ++d) sines_(h, d) = std::sqrt(w[h]) * random.normal();
  }
}

void LoopCurve::at(double share, Eigen::VectorXd& x) const {
  x.setZero();
  for (int h = 0; h <= harmonics(); ++h) {
    const double angle = kTurn * h * share;
    x += std::cos(angle) * cosines_.row(h).transpose();
    x += std::sin(angle) * sines_.row(h).transpose();
  }
}

}  // namespace poseaae::live
