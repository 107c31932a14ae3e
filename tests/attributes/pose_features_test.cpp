#include "attributes/pose_features.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/math/quaternion.hpp"
#include "samples.hpp"

namespace poseaae::attributes {
namespace {

using mocap::Vec3;

/// Hips, a straight back with a head, and a leg.
mocap::Skeleton skeleton() {
  return {{"Hips", "Back", "Head", "Foot"},
          {-1, 0, 1, 0},
          {Vec3(0, 1, 0), Vec3(0, 0.4, 0), Vec3(0, 0.2, 0), Vec3(0, -0.8, 0.1)}};
}

Batch pose(double hips_turn, double hips_bend, double back_bend) {
  Batch row = Batch::Zero(1, 16);
  for (int j = 0; j < 4; ++j) row(0, 4 * j) = 1.0F;
  const auto hips = math::from_rotation_vector(Vec3(0, hips_turn, 0)) *
                    math::from_rotation_vector(Vec3(hips_bend, 0, 0));
  math::store_wxyz(hips.cast<float>(), row.data());
  math::store_wxyz(math::from_rotation_vector(Vec3(back_bend, 0, 0)).cast<float>(), row.data() + 4);
  return row;
}

Batch three_poses() {
  Batch poses(3, 16);
  poses << pose(0, 0, 0), pose(0.3, 0.2, 0), pose(1.2, 0.1, 0.4);
  return poses;
}

TEST(PoseFeaturesTest, AreHeightsAndLeanByHand) {
  const PoseFeatures features(skeleton(), three_poses(), mocap::RootRotation::kFaceForward);
  EXPECT_EQ(features.width(), 3 * 3 + 3);
  const Batch upright = features.of(pose(0, 0, 0));
  EXPECT_NEAR(upright(0, 9), 0.8, 1e-6);   // hips above the foot
  EXPECT_NEAR(upright(0, 10), 1.4, 1e-6);  // head above the foot
  EXPECT_NEAR(upright(0, 11), 0.0, 1e-6);  // lean
  EXPECT_NEAR(upright(0, 1), 0.4, 1e-6);   // the back's height over the hips
  // Bent at the hips by 0.5: the leg swings back, hips over the foot 0.8 cos 0.5 + 0.1 sin 0.5.
  const Batch bent = features.of(pose(0, 0.5, 0));
  EXPECT_NEAR(bent(0, 9), 0.8 * std::cos(0.5) + 0.1 * std::sin(0.5), 1e-6);
  EXPECT_NEAR(bent(0, 11), 0.5, 1e-6);
  EXPECT_NEAR(features.of(pose(0, -0.5, 0))(0, 11), -0.5, 1e-6);
  // The back alone bends by 0.5: the head is off by 0.2 (0, cos, sin) from the back's joint.
  const Batch stooped = features.of(pose(0, 0, 0.5));
  EXPECT_NEAR(stooped(0, 11), std::atan2(0.2 * std::sin(0.5), 0.4 + 0.2 * std::cos(0.5)), 1e-6);
}

TEST(PoseFeaturesTest, DoNotSeeWhereTheBodyFacesWhenHeadingsWereKept) {
  const PoseFeatures features(skeleton(), three_poses(), mocap::RootRotation::kKeep);
  EXPECT_TRUE(features.of(pose(0.0, 0.3, 0.2)).isApprox(features.of(pose(2.0, 0.3, 0.2)), 1e-5F));
  EXPECT_FALSE(features.of(pose(0.0, 0.3, 0.2)).isApprox(features.of(pose(0.0, 0.1, 0.2)), 1e-2F));
}

}  // namespace
}  // namespace poseaae::attributes
