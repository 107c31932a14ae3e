// The motion of one body on another: the same movement on the same body, the scaled source on
// others.
#include "poseaae/retarget/retarget.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "../mocap/bodies.hpp"
#include "measure.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/mocap/conform.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::retarget {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Skeleton;
using mocap::Vec3;

constexpr double kSame_m = 1e-6;
constexpr double kSame_deg = 1e-4;

Character standing(const Skeleton& skeleton) {
  return {skeleton,
          std::vector<Quat>(static_cast<std::size_t>(skeleton.joints()), Quat::Identity())};
}

Motion dance() { return test::shipped("street_step", 100, 220); }

/// That every joint of the source is where the joint that follows it is, and turns as it does.
void expect_the_same_movement(const Motion& source, const Retargeted& onto) {
  int followed = 0;
  for (int j = 0; j < onto.motion.joints(); ++j) {
    const int i = onto.map.follows[j].joint;
    if (i < 0) continue;
    ++followed;
    const std::string& name = source.skeleton().name(i);
    EXPECT_LT(test::largest_distance(source, i, onto.motion, j), kSame_m) << name;
    EXPECT_LT(test::largest_turn_deg(source, i, onto.motion, j), kSame_deg) << name;
  }
  EXPECT_EQ(followed, source.joints());
}

TEST(OneBody, UnderOtherNames) {
  const Motion source = dance();
  for (const test::Family& family : test::families()) {
    const Retargeted onto =
        retarget(source, standing(test::with_names(source.skeleton(), family.joints)));
    EXPECT_DOUBLE_EQ(onto.scale, 1.0);
    expect_the_same_movement(source, onto);
  }
}

/// The dancer with arms that hang, as an A-pose has them, at an angle from the side.
Skeleton with_hanging_arms(const Skeleton& skeleton, double degrees) {
  const auto turn = [&](const std::string& arm, double angle) {
    return std::pair(*skeleton.find(arm), Quat(Eigen::AngleAxisd(angle, Vec3::UnitZ())));
  };
  std::vector<Quat> turns(static_cast<std::size_t>(skeleton.joints()), Quat::Identity());
  const double angle = degrees * std::numbers::pi / 180.0;
  for (const auto& [top, rotation] : {turn("LeftArm", -angle), turn("RightArm", angle)}) {
    for (int j = top; j < skeleton.joints(); ++j) {
      if (j == top ||
          (skeleton.parent(j) >= top && !turns[skeleton.parent(j)].isApprox(Quat::Identity()))) {
        turns[j] = rotation;
      }
    }
  }
  return mocap::with_rest_turned(Motion(skeleton, 1.0, 1), turns).skeleton();
}

TEST(OneBody, FromATPoseToAnAPoseAndBack) {
  const Motion source = dance();
  const Skeleton hanging = with_hanging_arms(source.skeleton(), 50.0);
  const Retargeted there = retarget(source, standing(hanging));
  expect_the_same_movement(source, there);
  const Retargeted back = retarget(there.motion, standing(source.skeleton()));
  expect_the_same_movement(source, back);
  for (int j = 0; j < source.joints(); ++j) {
    EXPECT_LT(math::angle_between(source.rotation(60, j), back.motion.rotation(60, j)), 1e-6);
  }
}

TEST(OneBody, InOtherAxes) {
  const Motion source = dance();
  for (const Quat& turn :
       {Quat(Eigen::AngleAxisd(std::numbers::pi / 2, Vec3::UnitX())),
        Quat(Eigen::AngleAxisd(std::numbers::pi, Vec3::UnitY())), Quat(0.5, 0.5, 0.5, 0.5)}) {
    expect_the_same_movement(
        source, retarget(source, standing(mocap::test::turned(source.skeleton(), turn))));
  }
}

TEST(OneBody, WithItsJointsInAnotherOrder) {
  const Motion source = dance();
  std::vector<double> key(static_cast<std::size_t>(source.joints()));
  std::iota(key.rbegin(), key.rend(), 0.0);
  const Skeleton& skeleton = source.skeleton();
  const Skeleton other = mocap::test::reordered(skeleton, mocap::test::order_of(skeleton, key));
  ASSERT_NE(other.names(), skeleton.names());
  expect_the_same_movement(source, retarget(source, standing(other)));
}

TEST(OneBody, WithMoreJoints) {
  const Motion source = dance();
  mocap::test::Growing body("World", {0, 0, 0});
  body.graft("World", source.skeleton());
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint(word + "ForeArm", word + "ForeArmTwist", {0.12 * side, 0, 0})
        .joint(word + "Hand", word + "HandThumb1", {0.04 * side, 0, 0.03})
        .joint(word + "UpLeg", word + "UpLegTwist", {0, -0.2, 0});
  }
  expect_the_same_movement(source, retarget(source, standing(body.skeleton())));
}

TEST(OneBody, AtAnotherSizeStandsOnTheSameFloor) {
  const Motion source = dance();
  const Skeleton small = mocap::test::scaled(source.skeleton(), 0.7);
  const Retargeted onto = retarget(source, standing(small));
  EXPECT_NEAR(onto.scale, 0.7, 1e-12);
  const double floor = footing::contacts_of(source).floor_m;
  for (int t = 0; t < source.frames(); ++t) {
    const auto before = mocap::forward_kinematics(source, t).positions;
    const auto after = mocap::forward_kinematics(onto.motion, t).positions;
    for (int j = 0; j < source.joints(); ++j) {
      const Vec3 above(0, floor, 0);
      EXPECT_LT((after[j] - above - 0.7 * (before[j] - above)).norm(), kSame_m);
    }
  }
}

TEST(OneBody, AJointInBetweenPassesItsTurnOn) {
  // Without Spine1 in the target, Spine2 has the turns of both.
  const Motion source = dance();
  const Skeleton& full = source.skeleton();
  mocap::test::Growing body("Hips", full.offset(0));
  for (int j = 1; j < full.joints(); ++j) {
    const std::string& name = full.name(j);
    if (name == "Spine1") continue;
    const bool after = full.name(full.parent(j)) == "Spine1";
    body.joint(after ? "Spine" : full.name(full.parent(j)), name,
               after ? Vec3(full.offset(j) + full.offset(full.parent(j))) : full.offset(j));
  }
  for (const auto& site : full.end_sites()) body.end(full.name(site.parent), site.offset);
  const Retargeted onto = retarget(source, standing(body.skeleton()));
  const int there = *body.skeleton().find("Spine2");
  EXPECT_LT(test::largest_turn_deg(source, *full.find("Spine2"), onto.motion, there), kSame_deg);
}

struct Pair {
  std::string dance;
  std::string body;
  double hand_m = 0.02;  ///< arms that are short beside the legs do not reach the floor
};
class OtherBodies : public ::testing::TestWithParam<Pair> {};

TEST_P(OtherBodies, AreWhereTheScaledSourceIs) {
  const Motion source = test::shipped(GetParam().dance);
  const Skeleton body = test::shipped(GetParam().body, 0, 1).skeleton();
  const Retargeted onto = retarget(source, standing(body));
  ASSERT_EQ(onto.goals.size(), 4U);
  const test::Measures m = test::measure(source, onto);
  EXPECT_LT(m.hand_p95_m, GetParam().hand_m);
  EXPECT_LT(m.foot_p95_m, 0.02);
  EXPECT_LT(m.turn_p95_deg, 5.0);
  EXPECT_LT(m.missed_m, 0.001);
  EXPECT_LT(m.missed_deg, 0.01);
  EXPECT_EQ(m.wrong_bends, 0.0);
  EXPECT_LT(m.speed_ratio, 1.15);
  EXPECT_LT(m.jerk_ratio, 1.1);
  EXPECT_LT(m.skating_mps, 1.05 * onto.scale * m.source_skating_mps + 0.001);
  EXPECT_LT(m.deepest_m, m.source_deepest_m + 0.001);
}

INSTANTIATE_TEST_SUITE_P(Shipped, OtherBodies,
                         ::testing::Values(Pair{"street_step", "bodies/child_play"},
                                           Pair{"waltz_sway", "bodies/tall_lines"},
                                           Pair{"kick_turns", "bodies/broad_ground"},
                                           Pair{"bodies/slender_floor", "street_step", 0.05},
                                           Pair{"bodies/long_strides", "bodies/child_play"}),
                         [](const auto& pair) {
                           std::string name = pair.param.dance + "_onto_" + pair.param.body;
                           std::ranges::replace(name, '/', '_');
                           return name;
                         });

TEST(Retarget, TheGoalsAreTheScaledSource) {
  const Motion source = dance();
  const Skeleton body = test::shipped("bodies/child_play", 0, 1).skeleton();
  const Retargeted onto = retarget(source, standing(body));
  // Thigh and shin by their offsets: 0.42 and 0.41 m of the dancer.
  const auto length = [&](const char* joint) { return body.offset(*body.find(joint)).norm(); };
  const double legs = (length("LeftLeg") + length("LeftFoot")) / 0.83;
  EXPECT_NEAR(onto.scale, legs, 1e-6);
  const double arms = (length("LeftForeArm") + length("LeftHand")) / 0.53;
  const double floor = footing::contacts_of(source).floor_m;
  const double ankle = 0.06;  // of the dancer, over the sole: the toes are 6 cm below it
  const double other = -body.offset(*body.find("LeftToeBase")).y();
  const int frame = 40;
  const auto at = mocap::forward_kinematics(source, frame).positions;
  const auto now = mocap::forward_kinematics(onto.motion, frame).positions;
  const Skeleton& dancer = source.skeleton();
  for (const Goal& goal : onto.goals) {
    const std::string& name = body.name(goal.joint);
    const Vec3 p = at[*dancer.find(name)];
    if (goal.is_foot) {
      const Vec3 scaled(legs * p.x(), floor + other + legs * (p.y() - floor - ankle), legs * p.z());
      EXPECT_LT((goal.positions[frame] - scaled).norm(), 0.01) << name;
    } else {
      const std::string shoulder = name.substr(0, name.find("Hand")) + "Arm";
      const Vec3 reach = p - at[*dancer.find(shoulder)];
      const Vec3 scaled = now[*body.find(shoulder)] + arms * reach;
      EXPECT_LT((goal.positions[frame] - scaled).norm(), 1e-6) << name;
    }
  }
}

/// A frame of a skeleton whose bones all lie along the x axes of their joints: what the files of
/// some archives have as their rest pose.
TEST(Character, BonesAlongOneAxisStandAsTheirMotionTells) {
  const Motion source = dance();
  const Skeleton& dancer = source.skeleton();
  // D_j^-1: x along the bone, from a person who stands with arms to the sides.
  std::vector<Quat> turns(static_cast<std::size_t>(dancer.joints()), Quat::Identity());
  for (int j = 0; j < dancer.joints(); ++j) {
    const std::string& name = dancer.name(j);
    const bool left = name.starts_with("Left");
    Vec3 along = Vec3::UnitY();
    if (name.ends_with("Leg")) along = -Vec3::UnitY();
    if (name.ends_with("Arm") || name.ends_with("Hand") || name.ends_with("Shoulder")) {
      along = left ? Vec3::UnitX() : Vec3(-Vec3::UnitX());
    }
    if (name.ends_with("Foot") || name.ends_with("ToeBase")) along = Vec3::UnitZ();
    turns[j] = math::rotation_between(along, Vec3::UnitX());
  }
  const Motion along_x = mocap::with_rest_turned(source, turns);
  const Character character = character_of(along_x);
  const auto angle = [&](const char* joint) {
    const int j = *dancer.find(joint);
    return math::angle_between(character.pose[j], turns[j].conjugate()) * 180.0 / std::numbers::pi;
  };
  for (const char* joint : {"Hips", "Spine1", "LeftUpLeg", "RightUpLeg", "LeftLeg", "RightLeg",
                            "LeftArm", "RightArm", "LeftForeArm", "RightForeArm"}) {
    EXPECT_LT(angle(joint), 12.0) << joint;
  }
  for (const char* joint : {"LeftFoot", "RightFoot"}) EXPECT_LT(angle(joint), 25.0) << joint;
}

TEST(Character, ARestPoseThatShowsTheBodyIsItsPose) {
  const Motion source = dance();
  for (const Quat& turn : character_of(source).pose) EXPECT_TRUE(turn.isApprox(Quat::Identity()));
  EXPECT_THROW((void)character_of(Motion(source.skeleton(), 30.0, 0)), UsageError);
}

TEST(Retarget, APoseOfOneFrame) {
  const Motion one = dance().slice(0, 1);
  const Skeleton body = test::shipped("bodies/tall_lines", 0, 1).skeleton();
  EXPECT_EQ(retarget(one, standing(body)).motion.frames(), 1);
}

}  // namespace
}  // namespace poseaae::retarget
