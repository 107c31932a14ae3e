#include "poseaae/latent/path.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {
namespace {

TEST(Resample, KeepsEndsAndInterpolatesBetween) {
  Batch points(3, 1);
  points << 0, 10, 40;
  const Batch five = resample(points, 5);
  EXPECT_TRUE(five.isApprox((Batch(5, 1) << 0, 5, 10, 25, 40).finished()));
  EXPECT_EQ(resample(points, 1)(0, 0), 0.0F);
  EXPECT_TRUE(resample(points.topRows(1), 3).isZero());
  EXPECT_THROW((void)resample(Batch(0, 1), 3), UsageError);
  EXPECT_THROW((void)resample(points, 0), UsageError);
}

TEST(AtFps, KeepsTheDuration) {
  Batch points(4, 1);
  points << 0, 1, 2, 3;
  const LatentPath doubled = at_fps({points, 30}, 60);
  ASSERT_EQ(doubled.frames(), 7);
  EXPECT_EQ(doubled.fps, 60);
  EXPECT_FLOAT_EQ(doubled.points(1, 0), 0.5F);
  EXPECT_FLOAT_EQ(doubled.points(6, 0), 3.0F);
}

TEST(CurveThrough, PassesKeysAndReproducesStraightLines) {
  Batch keys(5, 2);
  keys << 0, 0, 2, -1, 4, -2, 6, -3, 8, -4;
  const Batch curve = curve_through(keys, 4, 17);
  ASSERT_EQ(curve.rows(), 17);
  // Inner pieces of a straight line are straight, at constant speed.
  for (int t = 4; t <= 12; ++t) {
    EXPECT_NEAR(curve(t, 0), t * 0.5, 1e-6);
    EXPECT_NEAR(curve(t, 1), t * -0.25, 1e-6);
  }
  for (int i = 0; i < 5; ++i) EXPECT_EQ(curve(4 * i, 0), keys(i, 0));
}

TEST(CurveThrough, HasTheMidpointOfACubic) {
  Batch keys(4, 1);
  keys << 0, 0, 1, 1;
  // Hermite at u = 1/2: (p1 + p2) / 2 + (m1 - m2) / 8 with both tangents 1/2.
  EXPECT_FLOAT_EQ(curve_through(keys, 2, 7)(3, 0), 0.5F);
  keys << 1, 0, 1, 1;  // tangents 0 and 1/2
  EXPECT_FLOAT_EQ(curve_through(keys, 2, 7)(3, 0), 0.5F - 0.0625F);
}

TEST(CurveThrough, RefusesKeysThatDoNotReach) {
  const Batch keys = Batch::Zero(3, 1);
  EXPECT_EQ(curve_through(keys, 5, 11).rows(), 11);
  EXPECT_THROW((void)curve_through(keys, 5, 12), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
