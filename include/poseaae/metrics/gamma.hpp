#pragma once

namespace poseaae::metrics {

/// P(a, x) = gamma(a, x) / Gamma(a) = 1 / Gamma(a) int_0^x t^(a-1) e^-t dt, the lower regularised
/// incomplete gamma function: the distribution function of the gamma law of shape a > 0 at x (0 for
/// x <= 0). Its series below a + 1 (small values keep their digits), 1 minus the continued fraction
/// above. Source: Abramowitz and Stegun 1964, 6.5.29 and 6.5.31 by the method of Lentz 1976.
/// @throws UsageError unless a > 0
[[nodiscard]] double regularised_gamma(double a, double x);

/// P(|z| <= r) for z ~ N(0, I) in `dim` dimensions: the chi distribution, P(dim / 2, r^2 / 2).
[[nodiscard]] double chi_cdf(int dim, double r);
/// E |z| = sqrt(2) Gamma((dim + 1) / 2) / Gamma(dim / 2)
[[nodiscard]] double chi_mean(int dim);
/// r with chi_cdf(dim, r) = p, by bisection; 0 for p <= 0 and infinity for p >= 1.
[[nodiscard]] double chi_quantile(int dim, double p);

}  // namespace poseaae::metrics
