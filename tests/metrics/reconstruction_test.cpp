#include "poseaae/metrics/reconstruction.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

using std::numbers::pi;
using test::rest_poses;
using test::turn;
using test::walker;

/// Of two poses, one with its spine a quarter turn off: the head alone is displaced, by
/// 0.25 sqrt(2) m.
struct QuarterTurn {
  Batch poses = rest_poses(walker(), 2);
  Batch guess = poses;
  PoseSpace space{walker(), poses};
  QuarterTurn() { turn(guess, 1, 1, 2, pi / 2); }
};

TEST(ReconstructionTest, AQuarterTurnOfOneJointHasItsClosedForm) {
  const QuarterTurn c;
  const Reconstruction error = reconstruction(c.space, c.poses, c.guess);
  const double head = 0.25 * std::numbers::sqrt2;
  EXPECT_NEAR(error.position_m[0], 0.0, 1e-7);
  EXPECT_NEAR(error.position_m[1], head / 6, 1e-6);
  EXPECT_NEAR(error.mpjpe_m(), head / 12, 1e-6);
  EXPECT_NEAR(error.rotation_deg[1], 90.0 / 6, 1e-4);
  EXPECT_NEAR(error.mean_rotation_deg(), 90.0 / 12, 1e-4);
  EXPECT_NEAR(error.tips_m.mean(), head / 3 / 2, 1e-6);  // head and two feet
  EXPECT_NEAR(error.joint_position_m[2], head / 2, 1e-6);
  EXPECT_NEAR(error.joint_rotation_deg[1], 45.0, 1e-4);
  EXPECT_TRUE(std::isnan(error.joint_position_m[0]));
  EXPECT_TRUE(std::isnan(error.joint_rotation_deg[0]));
  EXPECT_NEAR(error.bone_deviation, 0.0, 1e-6);
}

TEST(ReconstructionTest, TheRootsRotationCountsOnlyWhereItIsKept) {
  Batch poses = rest_poses(walker(), 2);
  turn(poses, 0, 0, 1, 0.3);
  Batch guess = poses;
  turn(guess, 1, 0, 1, pi / 3);
  EXPECT_NEAR(reconstruction(PoseSpace(walker(), poses), poses, guess).mpjpe_m(), 0.0, 1e-7);
  const PoseSpace kept(walker(), poses, PoseSpace::Root::kKept);
  const Reconstruction error = reconstruction(kept, poses, guess);
  EXPECT_NEAR(error.rotation_deg[1], 60.0 / 7, 1e-4);
  // Legs and feet go round the axis at 0.1 m: a chord of 60 degrees is as long.
  EXPECT_NEAR(error.position_m[1], 4 * 0.1 / 6, 1e-6);
}

TEST(ReconstructionTest, TheSignOfAQuaternionIsNoError) {
  const QuarterTurn c;
  const Reconstruction error = reconstruction(c.space, c.poses, -c.poses);
  EXPECT_NEAR(error.mpjpe_m(), 0.0, 1e-7);
  EXPECT_NEAR(error.mean_rotation_deg(), 0.0, 1e-7);
}

TEST(ReconstructionTest, SmallAnglesKeepTheirDigits) {
  QuarterTurn c;
  turn(c.guess, 1, 1, 2, 1e-3);
  EXPECT_NEAR(reconstruction(c.space, c.poses, c.guess).rotation_deg[1] * 6, 0.18 / pi, 1e-5);
}

TEST(ReconstructionTest, GoesWithTheOrderOfPoses) {
  Batch poses = rest_poses(walker(), 40);
  Batch guess = poses;
  for (int i = 0; i < 40; ++i) turn(guess, i, i % 6 + 1, i % 3, 0.05 * i);
  const PoseSpace space(walker(), poses);
  const Reconstruction error = reconstruction(space, poses, guess);
  const Reconstruction other = reconstruction(space, test::shuffled(poses), test::shuffled(guess));
  EXPECT_NEAR(other.mpjpe_m(), error.mpjpe_m(), 1e-12);
  EXPECT_NEAR(other.mean_rotation_deg(), error.mean_rotation_deg(), 1e-9);
  EXPECT_EQ(other.position_m.maxCoeff(), error.position_m.maxCoeff());
}

TEST(BoneDeviationTest, IsTheLargestRelativeOne) {
  const mocap::Skeleton two({"a", "b", "c"}, {-1, 0, 1}, {{0, 0, 0}, {0, 2, 0}, {0, 1, 0}});
  Batch positions(2, 9);
  positions << 0, 0, 0, 0, 2, 0, 0, 3, 0,  //
      0, 0, 0, 2.2F, 0, 0, 2.2F, 0.7F, 0;
  EXPECT_NEAR(bone_deviation(two, positions), 0.3, 1e-6);
}

TEST(ReconstructionTest, RefusesSizesThatDiffer) {
  const QuarterTurn c;
  EXPECT_THROW((void)reconstruction(c.space, c.poses, c.guess.topRows(1)), UsageError);
  EXPECT_THROW((void)reconstruction(c.space, Batch(0, 28), Batch(0, 28)), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
