#include <gtest/gtest.h>

#include <string>

#include "mocap/bodies.hpp"
#include "poseaae/footing/contacts.hpp"

namespace poseaae::footing {
namespace {

using mocap::Quat;
using mocap::Skeleton;
using mocap::Vec3;
using mocap::test::dancer;
using mocap::test::Growing;

/// A trunk with arms, to which legs are added.
Growing trunk() {
  Growing body("Hips", Vec3(0, 0.94, 0));
  body.joint("Hips", "Chest", Vec3(0, 0.3, 0)).joint("Chest", "Head", Vec3(0, 0.3, 0));
  body.end("Head", Vec3(0, 0.18, 0));
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint("Chest", word + "Arm", Vec3(0.15 * side, 0.15, 0))
        .joint(word + "Arm", word + "ForeArm", Vec3(0.27 * side, 0, 0))
        .joint(word + "ForeArm", word + "Hand", Vec3(0.25 * side, 0, 0))
        .end(word + "Hand", Vec3(0.09 * side, 0, 0));
  }
  return body;
}

struct Bone {
  std::string name;
  Vec3 offset;  ///< of the left side
};

/// Two legs that are chains of these bones, ended by end sites where `end` is not 0.
Skeleton with_legs(const std::vector<Bone>& bones, const Vec3& end) {
  Growing body = trunk();
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    std::string above = "Hips";
    for (const Bone& bone : bones) {
      const Vec3 offset(side * bone.offset.x(), bone.offset.y(), bone.offset.z());
      body.joint(above, word + bone.name, offset);
      above = word + bone.name;
    }
    if (!end.isZero()) body.end(above, end);
  }
  return body.skeleton();
}

/// hip, knee, ankle and the joints of the sole, by name.
std::vector<std::string> names_of(const Skeleton& skeleton, const Foot& foot) {
  std::vector<std::string> names{skeleton.name(foot.hip), skeleton.name(foot.knee),
                                 skeleton.name(foot.ankle)};
  for (const SolePoint& point : foot.sole) names.push_back(skeleton.name(point.joint));
  return names;
}

using Names = std::vector<std::string>;

TEST(FeetOf, EndAtAToeWithoutAJoint) {
  const Skeleton skeleton = dancer();
  const auto feet = feet_of(skeleton);
  ASSERT_EQ(feet.size(), 2u);
  EXPECT_EQ(feet[0].side, mocap::Side::kLeft);
  EXPECT_EQ(feet[1].side, mocap::Side::kRight);
  EXPECT_EQ(names_of(skeleton, feet[0]),
            (Names{"LeftUpLeg", "LeftLeg", "LeftFoot", "LeftFoot", "LeftFoot"}));
  EXPECT_TRUE(feet[1].sole[0].offset.isZero());
  EXPECT_EQ(feet[1].sole[1].offset, Vec3(0, -0.07, 0.14));
}

TEST(FeetOf, DoNotDependOnNamesAxesOrUnit) {
  const Skeleton skeleton = dancer();
  const auto expected = feet_of(skeleton);
  const Quat turn(Eigen::AngleAxisd(1.1, Vec3(1, 2, 3).normalized()));
  for (const Skeleton& other :
       {mocap::test::numbered(skeleton), mocap::test::turned(skeleton, turn),
        mocap::test::scaled(skeleton, 0.03), mocap::test::scaled(skeleton, 40.0)}) {
    const auto feet = feet_of(other);
    ASSERT_EQ(feet.size(), 2u);
    std::vector<int> joints, expected_joints;
    for (const int f : {0, 1}) {
      for (auto* list : {&joints, &expected_joints}) {
        const Foot& foot = list == &joints ? feet[f] : expected[f];
        list->insert(list->end(), {foot.hip, foot.knee, foot.ankle, foot.sole.at(1).joint});
      }
    }
    // Without names left and right may be exchanged, but not the joints of a leg.
    if (joints.front() != expected_joints.front())
      std::swap_ranges(joints.begin(), joints.begin() + 4, joints.begin() + 4);
    EXPECT_EQ(joints, expected_joints);
  }
}

TEST(FeetOf, StandOnTheJointOfTheToesNotOnTheirTip) {
  const Skeleton skeleton = with_legs({{"UpLeg", Vec3(0.09, -0.04, 0)},
                                       {"Leg", Vec3(0, -0.42, 0)},
                                       {"Foot", Vec3(0, -0.41, 0)},
                                       {"ToeBase", Vec3(0, -0.06, 0.13)}},
                                      Vec3(0, 0, 0.07));
  EXPECT_EQ(names_of(skeleton, feet_of(skeleton).at(0)),
            (Names{"LeftUpLeg", "LeftLeg", "LeftFoot", "LeftFoot", "LeftToeBase"}));
}

TEST(FeetOf, HaveTheirThighsBelowAHipBone) {
  // As in the CMU database: a joint in the pelvis, whose bone leads to the thigh's.
  const Skeleton skeleton = with_legs({{"HipJoint", Vec3(0, 0, 0)},
                                       {"UpLeg", Vec3(0.08, -0.06, 0.04)},
                                       {"Leg", Vec3(0.12, -0.33, 0)},
                                       {"Foot", Vec3(0.14, -0.38, 0)},
                                       {"ToeBase", Vec3(0.005, -0.014, 0.11)}},
                                      Vec3(0, 0, 0.06));
  EXPECT_EQ(names_of(skeleton, feet_of(skeleton).at(1)),
            (Names{"RightUpLeg", "RightLeg", "RightFoot", "RightFoot", "RightToeBase"}));
}

TEST(FeetOf, BelongToLegsWithJointsForTheirTwist) {
  const Skeleton skeleton = with_legs({{"UpLeg", Vec3(0.09, -0.04, 0)},
                                       {"UpLegTwist", Vec3(0, -0.2, 0)},
                                       {"Leg", Vec3(0, -0.22, 0)},
                                       {"LegTwist", Vec3(0, -0.2, 0)},
                                       {"Foot", Vec3(0, -0.21, 0)},
                                       {"Toe", Vec3(0, -0.06, 0.13)}},
                                      Vec3(0, 0, 0.07));
  EXPECT_EQ(names_of(skeleton, feet_of(skeleton).at(0)),
            (Names{"LeftUpLeg", "LeftLeg", "LeftFoot", "LeftFoot", "LeftToe"}));
}

TEST(FeetOf, AreFoundInARestPoseAlongOneAxis) {
  for (const double thigh : {0.36, 0.39, 0.44}) {
    const Skeleton skeleton = with_legs({{"UpLeg", Vec3(0.09, 0, 0)},
                                         {"Leg", Vec3(thigh, 0, 0)},
                                         {"Foot", Vec3(0.41, 0, 0)},
                                         {"Toe", Vec3(0.12, 0, 0)}},
                                        Vec3(0.05, 0, 0));
    EXPECT_EQ(names_of(skeleton, feet_of(skeleton).at(0)),
              (Names{"LeftUpLeg", "LeftLeg", "LeftFoot", "LeftFoot", "LeftToe"}))
        << thigh;
  }
}

TEST(FeetOf, MayEndAtTheAnkle) {
  const Skeleton skeleton = with_legs(
      {{"UpLeg", Vec3(0.09, -0.04, 0)}, {"Leg", Vec3(0, -0.42, 0)}, {"Foot", Vec3(0, -0.41, 0)}},
      Vec3::Zero());
  EXPECT_EQ(names_of(skeleton, feet_of(skeleton).at(0)),
            (Names{"LeftUpLeg", "LeftLeg", "LeftFoot", "LeftFoot"}));
}

TEST(FeetOf, AreNoneWithoutAnklesOrLegs) {
  EXPECT_TRUE(feet_of(with_legs({{"UpLeg", Vec3(0.09, -0.04, 0)}, {"Leg", Vec3(0, -0.42, 0)}},
                                Vec3(0, -0.4, 0)))
                  .empty());
  EXPECT_TRUE(feet_of(trunk().skeleton()).empty());
}

}  // namespace
}  // namespace poseaae::footing
