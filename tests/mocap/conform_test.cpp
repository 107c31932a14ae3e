#include "poseaae/mocap/conform.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Motion dance() {
  return read_bvh(poseaae::test::source_dir() / "data" / "street_step.bvh").motion.slice(0, 50);
}

/// World positions of all joints by name.
void expect_same_places(const Motion& a, const Motion& b) {
  ASSERT_EQ(a.frames(), b.frames());
  for (int t = 0; t < a.frames(); ++t) {
    const WorldPose here = forward_kinematics(a, t);
    const WorldPose there = forward_kinematics(b, t);
    for (int j = 0; j < a.joints(); ++j) {
      const auto found = b.skeleton().find(a.skeleton().name(j));
      ASSERT_TRUE(found) << a.skeleton().name(j);
      EXPECT_LT((here.positions[j] - there.positions[*found]).norm(), 1e-9);
    }
  }
}

/// The arms hang: `degrees` from those of `motion`, below the upper arms.
Motion with_hanging_arms(const Motion& motion, double degrees) {
  std::vector<Quat> turns(motion.skeleton().names().size(), Quat::Identity());
  const auto& skeleton = motion.skeleton();
  for (int j = 1; j < skeleton.joints(); ++j) {
    turns[j] = turns[skeleton.parent(j)];
    const double angle = degrees * M_PI / 180.0;
    if (skeleton.name(j) == "LeftArm") turns[j] = math::from_rotation_vector({0, 0, -angle});
    if (skeleton.name(j) == "RightArm") turns[j] = math::from_rotation_vector({0, 0, angle});
  }
  return with_rest_turned(motion, turns);
}

std::string refusal(const Motion& motion, const Skeleton& target) {
  try {
    (void)conform(motion, {target, "a.bvh"});
  } catch (const UsageError& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(Conform, TheSameSkeletonKeepsEveryBit) {
  const Motion motion = dance();
  const Conformed same = conform(motion, {motion.skeleton(), "itself"});
  EXPECT_TRUE(std::ranges::equal(same.motion.rotations(), motion.rotations()));
  EXPECT_EQ(same.motion.skeleton(), motion.skeleton());
  EXPECT_EQ(same.rest_angle_deg, 0.0);
  EXPECT_TRUE(same.left_out.empty());
}

TEST(Conform, AnotherRestPoseIsConvertedExactly) {
  const Motion motion = dance();
  for (const double degrees : {3.0, 45.0, 90.0}) {
    const Motion hanging = with_hanging_arms(motion, degrees);
    expect_same_places(hanging, motion);
    const Conformed back = conform(hanging, {motion.skeleton(), "a T-pose"});
    const auto difference = test::difference(back.motion, motion);
    EXPECT_LT(difference.angle, 1e-7) << degrees;
    EXPECT_LT(difference.length, 1e-9) << degrees;
    EXPECT_NEAR(back.rest_angle_deg, degrees, 1e-6);
    EXPECT_THAT(back.rest_joint, HasSubstr("Arm"));
  }
}

TEST(Conform, ARestPoseThatFacesElsewhereOrLiesDownIsConvertedExactly) {
  const Motion motion = dance();
  for (const Vec3& turn : {Vec3(0, 1.5, 0), Vec3(M_PI / 2, 0, 0), Vec3(0.3, -2.0, 1.0)}) {
    const Motion other = with_rest_turned(
        motion, std::vector(motion.skeleton().names().size(), math::from_rotation_vector(turn)));
    const Conformed back = conform(other, {motion.skeleton(), "it"});
    EXPECT_LT(test::difference(back.motion, motion).angle, 1e-7);
    expect_same_places(back.motion, motion);
  }
}

/// Acclaim's skeletons have all children of the hips at the hips.
TEST(Conform, ARootWithoutBonesTurnsWithTheWholeRestPose) {
  const Motion motion = dance();
  const auto& skeleton = motion.skeleton();
  std::vector<Vec3> offsets = skeleton.offsets();
  for (const int child : skeleton.children(0)) offsets[child] = Vec3::Zero();
  Motion acclaim({skeleton.names(), skeleton.parents(), offsets, skeleton.end_sites()},
                 motion.fps(), motion.frames());
  std::ranges::copy(motion.rotations(), acclaim.rotations().begin());
  for (const Vec3& turn : {Vec3(0, 1.5, 0), Vec3(M_PI / 2, 0, 0), Vec3(0, 0.09, 0)}) {
    const Motion other = with_rest_turned(
        acclaim, std::vector(acclaim.skeleton().names().size(), math::from_rotation_vector(turn)));
    const Conformed back = conform(other, {acclaim.skeleton(), "it"});
    EXPECT_LT(test::difference(back.motion, acclaim).angle, 1e-7) << turn.transpose();
    EXPECT_LT(
        test::difference(conform(with_hanging_arms(other, 45.0), {acclaim.skeleton(), "it"}).motion,
                         acclaim)
            .angle,
        2.0);
  }
}

TEST(Conform, BonesAlongOneLineDoNotTellHowLimbsAreTwisted) {
  const Motion motion = dance();
  const auto& skeleton = motion.skeleton();
  std::vector<Vec3> along;
  for (const Vec3& l : skeleton.offsets()) along.emplace_back(l.norm(), 0.0, 0.0);
  std::vector<EndSite> tips = skeleton.end_sites();
  for (EndSite& tip : tips) tip.offset = Vec3(tip.offset.norm(), 0.0, 0.0);
  EXPECT_THAT(refusal(motion, {skeleton.names(), skeleton.parents(), along, tips}),
              HasSubstr("all bones along one line"));
}

TEST(Conform, JointsAreFoundByNameInAnyOrderAndOthersAreLeftOut) {
  const std::vector<Vec3> at{{0, 1, 0}, {0.1, -0.4, 0}, {0, 0.5, 0}, {0, 0.2, 0}};
  Motion motion({{"Hips", "Leg", "Chest", "Hat"}, {-1, 0, 0, 2}, at}, 30.0, 3);
  for (int j = 0; j < 4; ++j) {
    motion.set_rotation(2, j, math::from_rotation_vector({0.1 * j, 0.2, -0.3}));
  }
  const Skeleton target({"Hips", "Chest", "Leg"}, {-1, 0, 0}, {at[0], at[2], at[1]});
  const Conformed other = conform(motion, {target, "b.bvh"});
  EXPECT_EQ(other.motion.skeleton().names(), target.names());
  EXPECT_THAT(other.left_out, ElementsAre("Hat"));
  EXPECT_EQ(other.rest_angle_deg, 0.0);
  EXPECT_TRUE(other.motion.rotation(2, 2).isApprox(motion.rotation(2, 1)));
  expect_same_places(other.motion, motion);
}

TEST(Conform, WhatCannotBeBroughtThereIsRefusedWithWhatToDo) {
  const std::vector<Vec3> at{{0, 1, 0}, {0.1, -0.4, 0}, {0, 0.5, 0}, {0, 0.2, 0}};
  const Motion motion({{"Hips", "Leg", "Chest", "Head"}, {-1, 0, 0, 2}, at}, 30.0, 1);
  const Skeleton more({"Hips", "Leg", "Chest", "Head", "Toe"}, {-1, 0, 0, 2, 1},
                      {at[0], at[1], at[2], at[3], Vec3(0, 0, 0.1)});
  EXPECT_THAT(refusal(motion, more),
              testing::AllOf(HasSubstr("expected the skeleton of a.bvh (5 joints)"),
                             HasSubstr("have them moved onto it (data.retarget)"),
                             HasSubstr("data.remove_joints: Toe")));
  const Skeleton elsewhere({"Hips", "Leg", "Chest", "Head"}, {-1, 0, 0, 1}, at);
  EXPECT_THAT(refusal(motion, elsewhere),
              HasSubstr("where 'Head' hangs from 'Leg', found it hanging from 'Chest'"));
  // Left and right exchanged, which no rotation is.
  const std::vector<Vec3> left{{0, 1, 0}, {0.4, 0, 0}, {0, 0.5, 0}, {0, 0, 0.4}};
  const std::vector<Vec3> right{{0, 1, 0}, {-0.4, 0, 0}, {0, 0.5, 0}, {0, 0, 0.4}};
  const std::vector<int> parents{-1, 0, 0, 0};
  const std::vector<std::string> names{"Hips", "Arm", "Chest", "Foot"};
  EXPECT_THAT(refusal(Motion({names, parents, left}, 30.0, 1), {names, parents, right}),
              HasSubstr("cannot be converted"));
}

TEST(Conform, BodiesOfAnotherShapeKeepTheirRotations) {
  const Motion motion = dance();
  const auto& skeleton = motion.skeleton();
  std::vector<Vec3> longer;
  for (const Vec3& l : skeleton.offsets()) longer.push_back(1.3 * l);
  const Conformed same =
      conform(motion, {{skeleton.names(), skeleton.parents(), longer, {}}, "a taller dancer"});
  EXPECT_TRUE(std::ranges::equal(same.motion.rotations(), motion.rotations()));
  EXPECT_EQ(same.motion.skeleton(), skeleton) << "with bones of their own";
}

}  // namespace
}  // namespace poseaae::mocap
