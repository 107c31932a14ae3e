#pragma once

namespace poseaae::math {

/// phi(x) = exp(-x^2/2) / sqrt(2 pi)
[[nodiscard]] double normal_density(double x);
/// Phi(x) = P(N(0, 1) <= x)
[[nodiscard]] double normal_cdf(double x);
/// Phi^-1(p), to the last digits of a double; -inf for p <= 0 and inf for p >= 1.
[[nodiscard]] double normal_quantile(double p);

}  // namespace poseaae::math
