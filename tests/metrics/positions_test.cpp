#include "poseaae/metrics/positions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numbers>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

using std::numbers::pi;
using test::rest_poses;
using test::turn;
using test::walker;

Batch turning_hips(int count) {
  Batch poses = rest_poses(walker(), count);
  for (int i = 0; i < count; ++i) turn(poses, i, 0, 1, 0.2 * i);
  return poses;
}

TEST(PoseSpaceTest, WithoutItsRootsRotationATurnedDancerIsInTheSamePose) {
  const Batch poses = turning_hips(3);
  const PoseSpace space(walker(), poses);
  EXPECT_EQ(space.body(), 0);
  EXPECT_THAT(space.joints(), testing::ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_EQ(space.turning_joints(), space.joints());
  const Batch positions = space.positions(poses);
  EXPECT_TRUE(positions.row(2).isApprox(positions.row(0)));
  EXPECT_TRUE(positions.row(2).segment<3>(6).isApprox(Eigen::RowVector3f(0, 0.75F, 0)));
}

TEST(PoseSpaceTest, KeptTheRootTurnsEverything) {
  Batch poses = turning_hips(2);
  turn(poses, 1, 0, 1, pi / 2);  // +X goes to -Z
  const PoseSpace space(walker(), poses, PoseSpace::Root::kKept);
  EXPECT_EQ(space.turning_joints().size(), 7U);
  EXPECT_TRUE(
      space.positions(poses).row(1).segment<3>(9).isApprox(Eigen::RowVector3f(0, 0, -0.1F), 1e-6F));
}

TEST(PoseSpaceTest, TheBodyMayHangOnAStillNode) {
  const mocap::Skeleton skeleton({"Room", "Hips", "Head", "Leg"}, {-1, 0, 1, 1},
                                 {{0, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, -1, 0}});
  Batch poses = rest_poses(skeleton, 2);
  turn(poses, 1, 1, 0, 0.5);
  const PoseSpace space(skeleton, poses);
  EXPECT_EQ(space.body(), 1);
  EXPECT_THAT(space.joints(), testing::ElementsAre(2, 3));
  const Batch points = space.points(poses);
  ASSERT_EQ(points.cols(), 6);
  EXPECT_TRUE(points.row(1).isApprox(Eigen::Matrix<float, 1, 6>(0, 2, 0, 0, 0, 0)));
  // A node that turns is the body itself.
  turn(poses, 1, 0, 0, 0.5);
  EXPECT_EQ(PoseSpace(skeleton, poses).body(), 0);
}

TEST(PoseSpaceTest, IsTheSameWhateverTheThreadsAndTheOrderOfPoses) {
  Batch poses = test::normal_rows(3000, 28);
  for (Eigen::Index i = 0; i < poses.rows(); ++i) {
    for (int j = 0; j < 7; ++j) poses.row(i).segment<4>(4 * j).normalize();
  }
  const PoseSpace space(walker(), poses);
  const Batch once = space.points(poses, 1);
  EXPECT_EQ(space.points(poses, 3), once);
  EXPECT_EQ(space.points(test::shuffled(poses)), test::shuffled(once));
}

TEST(PoseSpaceTest, RefusesOtherWidthsAndNothingToCompare) {
  EXPECT_THROW(PoseSpace(walker(), test::normal_rows(2, 27)), UsageError);
  EXPECT_THROW(PoseSpace(walker(), Batch(0, 28)), UsageError);
  const mocap::Skeleton point({"only"}, {-1}, {{0, 0, 0}});
  EXPECT_THROW(PoseSpace(point, rest_poses(point, 2)), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
