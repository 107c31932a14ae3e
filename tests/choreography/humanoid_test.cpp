#include "choreography/humanoid.hpp"

#include <gtest/gtest.h>

#include "choreography/carriage.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::choreography {
namespace {

TEST(Humanoid, StandsOnTheFloorAt170Metres) {
  const mocap::Skeleton skeleton = humanoid();
  const mocap::Motion rest(skeleton, 30.0, 1);
  const mocap::WorldPose pose = mocap::forward_kinematics(rest, 0);
  const auto tips = mocap::end_site_positions(skeleton, pose);
  EXPECT_NEAR(tips[0].y(), 1.70, 0.005);
  EXPECT_NEAR(pose.positions[kLeftFoot].y(), Body::kAnkleHeight, 1e-12);
  EXPECT_NEAR(tips[3].y(), Body::kBallHeight, 1e-12);
  // Arms span about one's height.
  EXPECT_NEAR(tips[1].x() - tips[2].x(), 1.70, 0.1);
}

TEST(Humanoid, EnumeratorsNameTheJoints) {
  const mocap::Skeleton skeleton = humanoid();
  ASSERT_EQ(skeleton.joints(), kJointCount);
  EXPECT_GE(skeleton.joints(), 20);
  EXPECT_LE(skeleton.joints(), 25);
  EXPECT_EQ(skeleton.find("Spine2"), kSpine2);
  EXPECT_EQ(skeleton.find("LeftForeArm"), kLeftForeArm);
  EXPECT_EQ(skeleton.find("RightToeBase"), kRightToeBase);
}

TEST(Humanoid, SidesMirrorEachOther) {
  const mocap::Skeleton skeleton = humanoid();
  for (int left = kLeftShoulder; left < kJointCount; ++left) {
    const std::string& name = skeleton.name(left);
    if (!name.starts_with("Left")) continue;
    const int right = on(Side::kRight, static_cast<Joint>(left));
    EXPECT_EQ(skeleton.name(right), "Right" + name.substr(4));
    const Vec3 offset = skeleton.offset(left);
    EXPECT_EQ(skeleton.offset(right), Vec3(-offset.x(), offset.y(), offset.z())) << name;
  }
}

/// Long legs, short arms, broad, with a large head; a child's height.
Body other_body() {
  return {.height = 1.2, .legs = 1.1, .arms = 0.9, .shoulders = 1.15, .head = 1.25};
}

TEST(Humanoid, OtherBodiesAreAsTallAsTheySayAndStandOnTheFloor) {
  const mocap::Motion rest(humanoid(other_body()), 30.0, 1);
  const mocap::WorldPose pose = mocap::forward_kinematics(rest, 0);
  const auto tips = mocap::end_site_positions(rest.skeleton(), pose);
  EXPECT_NEAR(tips[0].y(), 1.2, 0.005);
  EXPECT_NEAR(pose.positions[kLeftFoot].y(), Body::kAnkleHeight * 1.2 / 1.7, 1e-12);
}

TEST(Humanoid, OtherBodiesDifferInTheLengthsOfTheirBonesAlone) {
  const mocap::Skeleton usual = humanoid();
  const mocap::Skeleton other = humanoid(other_body());
  const double scale = 1.2 / 1.7;
  EXPECT_EQ(usual.names(), other.names());
  for (int j = 1; j < kJointCount; ++j) {
    EXPECT_NEAR(usual.offset(j).normalized().dot(other.offset(j).normalized()), 1.0, 1e-12) << j;
  }
  const auto factor = [&](int joint) {
    return other.offset(joint).norm() / usual.offset(joint).norm() / scale;
  };
  EXPECT_NEAR(factor(kLeftLeg), 1.1, 1e-12);
  EXPECT_NEAR(factor(kRightFoot), 1.1, 1e-12);
  EXPECT_NEAR(factor(kLeftHand), 0.9, 1e-12);
  EXPECT_NEAR(factor(kRightArm), 1.15, 1e-12);
  EXPECT_NEAR(factor(kHead), 1.25, 1e-12);
  EXPECT_NEAR(factor(kLeftToeBase), 1.0, 1e-12);
  // Of 0.49 m of trunk, a tenth of 0.83 m goes to the legs and a quarter of 0.25 m to the head.
  EXPECT_NEAR(factor(kSpine1), (0.49 - 0.083 - 0.0625) / 0.49, 1e-12);
}

TEST(CarriageTest, MirroringTwiceChangesNothingAndOnceSwapsSides) {
  Carriage carriage;
  carriage.left.raise = 120.0;
  carriage.hips = {.pitch = 1, .yaw = 2, .roll = 3};
  carriage.aside = 0.1;
  const Carriage mirror = mirrored(carriage);
  EXPECT_EQ(mirror.right.raise, 120.0);
  EXPECT_EQ(mirror.hips.pitch, 1.0);
  EXPECT_EQ(mirror.hips.yaw, -2.0);
  EXPECT_EQ(mirror.hips.roll, -3.0);
  EXPECT_EQ(mirror.aside, -0.1);
  const Carriage back = mirrored(mirror);
  EXPECT_EQ(back.left.raise, 120.0);
  EXPECT_EQ(back.hips.roll, 3.0);
}

TEST(CarriageTest, ArmsRiseWithTheirHeight) {
  double last = -1.0;
  for (double height = 0.0; height <= 1.0; height += 0.05) {
    const double raise = arm_at_height(height).raise;
    EXPECT_GT(raise, last);
    last = raise;
  }
  EXPECT_NEAR(arm_at_height(0.5).raise, 84.0, 1e-9);
}

}  // namespace
}  // namespace poseaae::choreography
