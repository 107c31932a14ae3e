#include "poseaae/metrics/gamma.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {
namespace {

// mpmath.gammainc(a, 0, x, regularized=True) with 30 digits.
TEST(RegularisedGamma, IsThatOfMpmath) {
  struct Value {
    double a, x, expected;
  };
  for (const Value& v :
       {Value{0.5, 0.5, 0.6826894921370859}, Value{1, 2, 0.86466471676338731},
        Value{4, 1.5, 0.065642454378450091}, Value{4, 9, 0.97877351369709112},
        Value{16, 7.8, 0.0065774478492340898}, Value{128, 60, 1.6937225601772268e-14},
        Value{256, 127.9, 1.501737586806109e-23}, Value{256, 300, 0.99569451726754209},
        Value{1000, 1000, 0.50420524418021551}}) {
    EXPECT_NEAR(regularised_gamma(v.a, v.x) / v.expected, 1.0, 1e-11) << v.a << ", " << v.x;
  }
  EXPECT_EQ(regularised_gamma(3.0, 0.0), 0.0);
  EXPECT_EQ(regularised_gamma(3.0, std::numeric_limits<double>::infinity()), 1.0);
  EXPECT_THROW((void)regularised_gamma(0.0, 1.0), UsageError);
}

TEST(RegularisedGamma, SeriesAndFractionMeet) {
  for (const double a : {0.5, 3.0, 40.0, 300.0}) {
    const double below = regularised_gamma(a, (a + 1.0) * (1.0 - 1e-12));
    const double above = regularised_gamma(a, (a + 1.0) * (1.0 + 1e-12));
    EXPECT_NEAR(below, above, 1e-10) << a;
  }
}

TEST(Chi, HasItsClosedForms) {
  // One dimension: |N(0, 1)|; two: Rayleigh, 1 - exp(-r^2 / 2).
  EXPECT_NEAR(chi_mean(1), std::sqrt(2.0 / std::numbers::pi), 1e-14);
  EXPECT_NEAR(chi_mean(2), std::sqrt(0.5 * std::numbers::pi), 1e-14);
  EXPECT_NEAR(chi_mean(3), 2.0 * std::sqrt(2.0 / std::numbers::pi), 1e-14);
  for (const double r : {0.1, 0.9, 2.5}) {
    EXPECT_NEAR(chi_cdf(1, r), std::erf(r / std::numbers::sqrt2), 1e-14);
    EXPECT_NEAR(chi_cdf(2, r), 1.0 - std::exp(-0.5 * r * r), 1e-14);
  }
  EXPECT_EQ(chi_cdf(2, -1.0), 0.0);
  EXPECT_THROW((void)chi_mean(0), UsageError);
}

// scipy.stats.chi.ppf
TEST(Chi, QuantilesAreThoseOfScipy) {
  EXPECT_NEAR(chi_quantile(8, 0.05), 1.653068901618944, 1e-10);
  EXPECT_NEAR(chi_quantile(8, 0.95), 3.9379325865059513, 1e-10);
  EXPECT_NEAR(chi_quantile(512, 0.05), 21.45986935064861, 1e-9);
  EXPECT_NEAR(chi_quantile(512, 0.95), 23.785449004057032, 1e-9);
  EXPECT_EQ(chi_quantile(4, 0.0), 0.0);
  EXPECT_TRUE(std::isinf(chi_quantile(4, 1.0)));
}

}  // namespace
}  // namespace poseaae::metrics
