#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/mocap/anatomy.hpp"

namespace poseaae::mocap {
namespace {

using testing::ElementsAre;

constexpr Side L = Side::kLeft, R = Side::kRight, C = Side::kMiddle;

TEST(Sides, NamesTellTheSide) {
  for (const char* name :
       {"LeftUpLeg", "UpperArm_L", "l_arm", "LHipJoint", "mixamorig:LeftArm", "Bip01 L Thigh",
        "thigh.L", "lShldr", "LThumb", "left_hand", "b-l-foot"}) {
    EXPECT_EQ(side_of_name(name), L) << name;
  }
  for (const char* name : {"RightUpLeg", "UpperArm_R", "r_arm", "RHipJoint", "mixamorig:RightHand",
                           "Bip01 R Thigh", "rCollar", "Toes_R", "righthand"}) {
    EXPECT_EQ(side_of_name(name), R) << name;
  }
  for (const char* name : {"Hips", "Spine1", "LowerBack", "Neck", "Head", "joint_Root", "Lumbar",
                           "Rib", "lowerlip", "left:Hips", ""}) {
    EXPECT_EQ(side_of_name(name), C) << name;
  }
}

TEST(Sides, ChildrenInheritAndInitialsPair) {
  const Skeleton skeleton({"hips", "lhip", "shin", "rhip", "LTOE", "RTOE", "rib"},
                          {-1, 0, 1, 0, 2, 3, 0}, std::vector<Vec3>(7, {0, 0.1, 0}));
  EXPECT_THAT(anatomy_of(skeleton).side, ElementsAre(C, L, L, R, L, R, C));
}

TEST(Sides, WithoutNamesTheRestPoseDecides) {
  const Skeleton skeleton(
      {"a", "b", "c", "d", "e", "f"}, {-1, 0, 1, 0, 0, 3},
      {{5, 0, 0}, {0.2, 0, 0}, {0, -0.9, 0}, {-0.2, 0, 0}, {0, 0.8, 0}, {0, -0.9, 0}});
  EXPECT_THAT(anatomy_of(skeleton).side, ElementsAre(C, L, L, R, C, R));
}

}  // namespace
}  // namespace poseaae::mocap
