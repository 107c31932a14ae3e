#include "poseaae/latent/matern_step.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::latent {

namespace {

/// 1 - e^-x (1 + x + x^2 / 2), x >= 0, also where it is far below the rounding of 1: e^-x times the
/// rest of the series of e^x.
double beyond_square(double x) {
  if (x > 1.0) return 1.0 - std::exp(-x) * (1.0 + x + 0.5 * x * x);
  double term = x * x * x / 6.0;
  double sum = 0.0;
  for (int n = 4; term > 1e-18 * sum; ++n) {
    sum += term;
    term *= x / n;
  }
  return std::exp(-x) * sum;
}

}  // namespace

MaternStep::MaternStep(double s) {
  const double fade = std::exp(-s);
  xx = fade * (1.0 + s);
  xv = fade * s;
  vx = -fade * s;
  vv = fade * (1.0 - s);
  const double q_xx = beyond_square(2.0 * s);  // 1 - e^-2s (1 + 2 s + 2 s^2)
  const double q_xv = fade * fade * 2.0 * s * s;
  const double q_vv = q_xx + fade * fade * 4.0 * s;  // 1 - e^-2s (1 - 2 s + 2 s^2)
  noise_x = std::sqrt(q_xx);
  noise_vx = noise_x > 0.0 ? q_xv / noise_x : 0.0;
  noise_v = std::sqrt(std::max(q_vv - noise_vx * noise_vx, 0.0));
}

}  // namespace poseaae::latent
