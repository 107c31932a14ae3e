// The chains of a body, whatever its joints are called.
#include "poseaae/retarget/body_plan.hpp"

#include <gtest/gtest.h>

#include "../mocap/bodies.hpp"
#include "samples.hpp"

namespace poseaae::retarget {
namespace {

using mocap::Side;
using mocap::Skeleton;

TEST(BodyPlan, HasTheSameChainsUnderEveryFamilyOfNames) {
  const Skeleton body = test::shipped("street_step", 0, 1).skeleton();
  for (const test::Family& family : test::families()) {
    const BodyPlan plan = body_plan_of(test::with_names(body, family.joints));
    EXPECT_EQ(plan.hips, 0) << family.name;
    EXPECT_EQ(plan.spine, (std::vector<int>{1, 2, 3})) << family.name;
    EXPECT_EQ(plan.neck, std::vector<int>{4}) << family.name;
    EXPECT_EQ(plan.head, 5) << family.name;
    ASSERT_EQ(plan.arms.size(), 2U) << family.name;
    ASSERT_EQ(plan.legs.size(), 2U) << family.name;
    for (int side = 0; side < 2; ++side) {
      const LimbPlan& arm = plan.arms[side];
      EXPECT_EQ(arm.side, side == 0 ? Side::kLeft : Side::kRight) << family.name;
      EXPECT_EQ(arm.before, std::vector<int>{6 + 4 * side}) << family.name;
      EXPECT_EQ(arm.upper, 7 + 4 * side) << family.name;
      EXPECT_EQ(arm.middle, 8 + 4 * side) << family.name;
      EXPECT_EQ(arm.end, 9 + 4 * side) << family.name;
      const LimbPlan& leg = plan.legs[side];
      EXPECT_EQ(leg.upper, 14 + 4 * side) << family.name;
      EXPECT_EQ(leg.middle, 15 + 4 * side) << family.name;
      EXPECT_EQ(leg.end, 16 + 4 * side) << family.name;
      EXPECT_EQ(leg.toe, 17 + 4 * side) << family.name;
    }
  }
}

/// An arm of MakeHuman: each long bone in two, and fingers.
Skeleton with_cut_bones() {
  mocap::test::Growing body("root", {0, 0.94, 0});
  body.joint("root", "spine01", {0, 0.3, 0}).joint("spine01", "neck01", {0, 0.25, 0});
  body.joint("neck01", "head", {0, 0.1, 0}).end("head", {0, 0.2, 0});
  for (const double side : {1.0, -1.0}) {
    const std::string mark = side > 0.0 ? ".L" : ".R";
    body.joint("spine01", "clavicle" + mark, {0.05 * side, 0.2, 0})
        .joint("clavicle" + mark, "upperarm01" + mark, {0.13 * side, 0, 0})
        .joint("upperarm01" + mark, "upperarm02" + mark, {0.14 * side, 0, 0})
        .joint("upperarm02" + mark, "lowerarm01" + mark, {0.14 * side, 0, 0})
        .joint("lowerarm01" + mark, "lowerarm02" + mark, {0.13 * side, 0, 0})
        .joint("lowerarm02" + mark, "wrist" + mark, {0.12 * side, 0, 0})
        .joint("wrist" + mark, "finger1-1" + mark, {0.03 * side, 0, 0.04})
        .end("finger1-1" + mark, {0.04 * side, 0, 0})
        .joint("wrist" + mark, "finger3-1" + mark, {0.09 * side, 0, 0})
        .joint("finger3-1" + mark, "finger3-2" + mark, {0.04 * side, 0, 0})
        .end("finger3-2" + mark, {0.03 * side, 0, 0});
  }
  for (const double side : {1.0, -1.0}) {
    const std::string mark = side > 0.0 ? ".L" : ".R";
    body.joint("root", "upperleg01" + mark, {0.09 * side, -0.04, 0})
        .joint("upperleg01" + mark, "upperleg02" + mark, {0, -0.2, 0})
        .joint("upperleg02" + mark, "lowerleg01" + mark, {0, -0.22, 0})
        .joint("lowerleg01" + mark, "foot" + mark, {0, -0.41, 0})
        .end("foot" + mark, {0, -0.07, 0.14});
  }
  return body.skeleton();
}

TEST(BodyPlan, BonesThatAreCutInTwoAreOneBone) {
  const Skeleton body = with_cut_bones();
  const BodyPlan plan = body_plan_of(body);
  ASSERT_EQ(plan.arms.size(), 2U);
  EXPECT_EQ(body.name(plan.arms[0].upper), "upperarm01.L");
  EXPECT_EQ(body.name(plan.arms[0].middle), "lowerarm01.L");
  EXPECT_EQ(body.name(plan.arms[0].end), "wrist.L");
  ASSERT_EQ(plan.legs.size(), 2U);
  EXPECT_EQ(body.name(plan.legs[1].upper), "upperleg01.R");
  EXPECT_EQ(body.name(plan.legs[1].middle), "lowerleg01.R");
}

TEST(BodyPlan, WithoutNamesTheHandIsBeforeTheFingers) {
  const Skeleton body =
      mocap::test::numbered(mocap::test::dancer_to_grow()
                                .joint("LeftHand", "LeftHandMiddle1", {0.09, 0, 0})
                                .joint("LeftHandMiddle1", "LeftHandMiddle2", {0.04, 0, 0})
                                .end("LeftHandMiddle2", {0.05, 0, 0})
                                .joint("RightHand", "RightHandMiddle1", {-0.09, 0, 0})
                                .joint("RightHandMiddle1", "RightHandMiddle2", {-0.04, 0, 0})
                                .end("RightHandMiddle2", {-0.05, 0, 0})
                                .skeleton());
  const Skeleton named = mocap::test::dancer();
  const BodyPlan plan = body_plan_of(body);
  ASSERT_EQ(plan.arms.size(), 2U);
  EXPECT_EQ(plan.arms[0].upper, named.find("LeftArm"));
  EXPECT_EQ(plan.arms[0].middle, named.find("LeftForeArm"));
  EXPECT_EQ(plan.arms[0].end, named.find("LeftHand"));
}

TEST(JointNames, Fingers) {
  EXPECT_EQ(finger_of_name("mixamorig:LeftHandThumb2"), 0);
  EXPECT_EQ(finger_of_name("f_ring.02.L"), 3);
  EXPECT_EQ(finger_of_name("Bip01 L Finger01"), 0);
  EXPECT_EQ(finger_of_name("Bip01 L Finger4"), 4);
  EXPECT_EQ(finger_of_name("finger1-2.R"), 0);
  EXPECT_EQ(finger_of_name("左人指１"), 1);
  EXPECT_EQ(finger_of_name("index_01_l"), 1);
  EXPECT_EQ(finger_of_name("LeftHand"), std::nullopt);
  EXPECT_EQ(finger_of_name("index_metacarpal_l"), std::nullopt);
}

TEST(JointNames, BareNames) {
  for (const char* name : {"mixamorig:LeftForeArm", "forearm_l", "ForeArm.R", "RightForeArm"}) {
    EXPECT_EQ(bare_name(name), "forearm") << name;
  }
  EXPECT_EQ(bare_name("spine_01"), "spine01");
  EXPECT_TRUE(names_twist("Bip01 L ForeTwist"));
  EXPECT_FALSE(names_twist("LeftForeArm"));
}

}  // namespace
}  // namespace poseaae::retarget
