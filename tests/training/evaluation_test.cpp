#include "poseaae/training/evaluation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace poseaae::training {
namespace {

const mocap::Skeleton& two_bones() {
  static const mocap::Skeleton skeleton({"a", "b", "c"}, {-1, 0, 1},
                                        {{0, 0, 0}, {0, 1.0, 0}, {0, 0.5, 0}});
  return skeleton;
}

Batch identity_pose() {
  Batch pose(1, 12);
  pose << 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0;
  return pose;
}

TEST(PoseErrorTest, AQuarterTurnOfTheMiddleJointHasItsClosedForm) {
  const Batch truth = identity_pose();
  Batch guess = truth;
  const float h = std::sqrt(0.5F);
  guess.block<1, 4>(0, 4) << 3 * h, 0, 0, 3 * h;  // about z, and not of unit length
  const PoseError error = pose_error(codec::PoseFormat(two_bones()), truth, guess);
  // Only the tip moves: from (0, 0.5) above its parent to (-0.5, 0) beside it.
  EXPECT_NEAR(error.position_m, 0.5 * std::sqrt(2.0) / 3.0, 1e-6);
  EXPECT_NEAR(error.rotation_rad, M_PI / 2 / 3.0, 1e-6);
}

TEST(PoseErrorTest, TheSignOfAQuaternionIsNoError) {
  const PoseError error =
      pose_error(codec::PoseFormat(two_bones()), identity_pose(), -identity_pose());
  EXPECT_NEAR(error.position_m, 0.0, 1e-7);
  EXPECT_NEAR(error.rotation_rad, 0.0, 1e-7);
}

}  // namespace
}  // namespace poseaae::training
