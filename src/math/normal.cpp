#include "poseaae/math/normal.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace poseaae::math {

double normal_density(double x) {
  constexpr double kScale = std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  return kScale * std::exp(-0.5 * x * x);
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double normal_quantile(double p) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (p <= 0.0) return -kInfinity;
  if (p >= 1.0) return kInfinity;
  if (p > 0.5) return -normal_quantile(1.0 - p);
  // A first guess to 4.5e-4 (Abramowitz and Stegun 1964, 26.2.23).
  const double t = std::sqrt(-2.0 * std::log(p));
  double x = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
  constexpr int kSteps = 3;  // of Halley's method: each triples the digits
  for (int i = 0; i < kSteps; ++i) {
    const double off = (normal_cdf(x) - p) / normal_density(x);
    x -= off / (1.0 + 0.5 * x * off);
  }
  return x;
}

}  // namespace poseaae::math
