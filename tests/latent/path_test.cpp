#include "poseaae/latent/path.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

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

}  // namespace
}  // namespace poseaae::latent
