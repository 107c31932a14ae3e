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

TEST(EveryHop, LeavesOutTheWindowThatIsLaidBack) {
  LatentPath path{(Batch(3, 1) << 1, 2, 3).finished(), 2.5};
  path.by_feet = path.points;
  EXPECT_EQ(every_hop(path).points, path.points) << "none is";
  path.clip_frames = 30;
  const LatentPath rest = every_hop(path);
  ASSERT_EQ(rest.frames(), 2);
  EXPECT_EQ(rest.points, path.points.topRows(2));
  EXPECT_EQ(*rest.by_feet, path.points.topRows(2));
  EXPECT_FALSE(rest.clip_frames.has_value());
  EXPECT_EQ(rest.fps, 2.5);
  const LatentPath only = every_hop({path.points.topRows(1), 2.5, {}, {}, {}, 5});
  EXPECT_EQ(only.frames(), 1) << "a window that is longer than its clip is all there is";
}

}  // namespace
}  // namespace poseaae::latent
