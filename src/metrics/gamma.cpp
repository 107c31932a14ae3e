#include "poseaae/metrics/gamma.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {

namespace {

constexpr int kMaxTerms = 100000;
constexpr double kPrecision = 1e-16;

/// sum_n x^n / (a (a + 1) ... (a + n))
double series(double a, double x) {
  double term = 1.0 / a;
  double sum = term;
  for (int n = 1; n < kMaxTerms && term > kPrecision * sum; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/// 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...)))
double fraction(double a, double x) {
  constexpr double kTiny = 1e-300;
  double b = x + 1.0 - a;
  double c = 1.0 / kTiny;
  double d = 1.0 / b;
  double value = d;
  for (int n = 1; n < kMaxTerms; ++n) {
    const double numerator = -n * (n - a);
    b += 2.0;
    d = numerator * d + b;
    if (std::abs(d) < kTiny) d = kTiny;
    c = b + numerator / c;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1.0 / d;
    value *= d * c;
    if (std::abs(d * c - 1.0) < kPrecision) break;
  }
  return value;
}

}  // namespace

double regularised_gamma(double a, double x) {
  if (!(a > 0.0)) {
    throw UsageError(
        fmt::format("incomplete gamma function: expected a shape above 0, found {}", a));
  }
  if (!(x > 0.0)) return 0.0;
  if (std::isinf(x)) return 1.0;
  const double scale = std::exp(a * std::log(x) - x - std::lgamma(a));
  return x < a + 1.0 ? scale * series(a, x) : 1.0 - scale * fraction(a, x);
}

double chi_cdf(int dim, double r) {
  return r > 0.0 ? regularised_gamma(0.5 * dim, 0.5 * r * r) : 0.0;
}

double chi_mean(int dim) {
  if (dim < 1)
    throw UsageError(fmt::format("chi distribution: expected 1 dimension or more, found {}", dim));
  return std::numbers::sqrt2 * std::exp(std::lgamma(0.5 * (dim + 1)) - std::lgamma(0.5 * dim));
}

double chi_quantile(int dim, double p) {
  double low = 0.0;
  double high = chi_mean(dim);
  if (!(p > 0.0)) return 0.0;
  if (p >= 1.0) return std::numeric_limits<double>::infinity();
  while (chi_cdf(dim, high) < p) high *= 2.0;
  while (true) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    (chi_cdf(dim, middle) < p ? low : high) = middle;
  }
}

}  // namespace poseaae::metrics
