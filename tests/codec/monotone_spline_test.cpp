#include "poseaae/codec/monotone_spline.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::codec {
namespace {

// Slopes of the sides are 1 and 3, so that those of the knots are 1, 1.5 and 3; worked out by hand.
TEST(MonotoneSpline, HasValuesWorkedOutByHand) {
  const MonotoneSpline spline({0.0, 1.0, 2.0}, {0.0, 1.0, 4.0});
  EXPECT_DOUBLE_EQ(spline(0.0), 0.0);
  EXPECT_DOUBLE_EQ(spline(1.0), 1.0);
  EXPECT_DOUBLE_EQ(spline(2.0), 4.0);
  EXPECT_NEAR(spline(0.5), 0.5 / 1.125, 1e-15);
  EXPECT_NEAR(spline(1.5), 1.0 + 3.0 * (0.75 + 0.375) / (3.0 - 1.5 / 4.0), 1e-15);
  EXPECT_DOUBLE_EQ(spline(-2.0), -2.0) << "straight on, with slope 1";
  EXPECT_DOUBLE_EQ(spline(4.0), 10.0) << "straight on, with slope 3";
  EXPECT_DOUBLE_EQ(spline.slope(1.0), 1.5);
}

TEST(MonotoneSpline, WithoutKnotsItIsTheIdentity) {
  const MonotoneSpline identity;
  EXPECT_EQ(identity(-1.25), -1.25);
  EXPECT_EQ(identity.inverse(3.5), 3.5);
  EXPECT_EQ(identity.slope(0.3), 1.0);
  const MonotoneSpline same({-1.0, 0.25, 2.0}, {-1.0, 0.25, 2.0});
  for (const double x : {-3.0, -0.4, 0.25, 1.0, 5.0}) EXPECT_NEAR(same(x), x, 1e-14);
}

RC_GTEST_PROP(MonotoneSpline, RisesAndHasAnInverseAndTheSlopesOfItsDifferences, ()) {
  std::vector<double> x{*rc::gen::inRange(-300, 300) * 0.01};
  std::vector<double> y{*rc::gen::inRange(-300, 300) * 0.01};
  const int more = *rc::gen::inRange(1, 8);
  for (int i = 0; i < more; ++i) {
    x.push_back(x.back() + *rc::gen::inRange(1, 200) * 0.01);
    y.push_back(y.back() + *rc::gen::inRange(1, 200) * 0.01);
  }
  const MonotoneSpline spline(x, y);
  const double low = x.front() - 1.0;
  const double high = x.back() + 1.0;
  double before = spline(low) - 1.0;
  for (int i = 0; i <= 200; ++i) {
    const double at = low + (high - low) * i / 200.0;
    const double here = spline(at);
    RC_ASSERT(here > before);
    before = here;
    RC_ASSERT(std::abs(spline.inverse(here) - at) < 1e-9 * (1.0 + std::abs(at)));
    constexpr double kStep = 1e-6;
    const double difference = (spline(at + kStep) - spline(at - kStep)) / (2.0 * kStep);
    RC_ASSERT(std::abs(spline.slope(at) - difference) < 2e-3 * (1.0 + spline.slope(at)));
  }
}

TEST(MonotoneSpline, RefusesKnotsThatDoNotAscend) {
  EXPECT_THROW(MonotoneSpline({0.0, 1.0}, {0.0, 0.0}), UsageError);
  EXPECT_THROW(MonotoneSpline({0.0, 0.0}, {0.0, 1.0}), UsageError);
  EXPECT_THROW(MonotoneSpline({0.0}, {0.0}), UsageError);
  EXPECT_THROW(MonotoneSpline({0.0, 1.0}, {0.0, 1.0, 2.0}), UsageError);
  EXPECT_THROW(MonotoneSpline({0.0, NAN}, {0.0, 1.0}), UsageError);
}

}  // namespace
}  // namespace poseaae::codec
