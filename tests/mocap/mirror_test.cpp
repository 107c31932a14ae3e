#include "poseaae/mocap/mirror.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>

#include "bodies.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "reflection.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using test::expect_reflection;
using test::Growing;
using test::in_mirror;
using testing::HasSubstr;

/// A body whose rest pose has the frames of the world, left along +x.
Skeleton world_aligned() {
  return {{"Hips", "Spine", "LeftArm", "LeftHand", "RightArm", "RightHand", "LeftLeg", "RightLeg"},
          {-1, 0, 1, 2, 1, 4, 0, 0},
          {Vec3(0, 1, 0), Vec3(0, 0.5, -0.02), Vec3(0.2, 0.1, 0.01), Vec3(0.3, -0.05, 0.04),
           Vec3(-0.2, 0.1, 0.01), Vec3(-0.3, -0.05, 0.04), Vec3(0.1, -0.1, 0), Vec3(-0.1, -0.1, 0)},
          {{3, Vec3(0.1, 0.02, 0.03), "LeftTip"},
           {5, Vec3(-0.1, 0.02, 0.03), "RightTip"},
           {6, Vec3(0.01, -0.8, 0.1), ""},
           {7, Vec3(-0.01, -0.8, 0.1), ""}}};
}

/// A body as some programs rig it: x along the bones, the right side's frames turned inside out,
/// the hips' sides along -y.
Skeleton along_bones() {
  return {
      {"Hips", "Chest", "Head", "Arm_L", "Hand_L", "Arm_R", "Hand_R", "Leg_L", "Leg_R"},
      {-1, 0, 1, 1, 3, 1, 5, 0, 0},
      {Vec3(0, 1, 0), Vec3(0.2, 0, 0), Vec3(0.2, 0.01, 0), Vec3(0.13, 0, 0.05), Vec3(0.25, 0, 0),
       Vec3(0.13, 0, -0.05), Vec3(-0.25, 0, 0), Vec3(-0.02, -0.06, 0), Vec3(-0.02, 0.06, 0)},
      {{2, Vec3(0.1, 0.02, 0), ""}, {7, Vec3(0.8, 0, 0.1), ""}, {8, Vec3(-0.8, 0, -0.1), ""}}};
}

TEST(OtherSide, IsReadFromNames) {
  const auto of = [](const char* name) {
    const auto other = other_side(name);
    return other ? other->name + (other->is_left ? " <" : " >") : "";
  };
  EXPECT_EQ(of("LeftUpLeg"), "RightUpLeg <");
  EXPECT_EQ(of("mixamorig:RightHand"), "mixamorig:LeftHand >");
  EXPECT_EQ(of("left_wrist"), "right_wrist <");
  EXPECT_EQ(of("rightarm"), "leftarm >");
  EXPECT_EQ(of("TOE LEFT"), "TOE RIGHT <");
  EXPECT_EQ(of("LHipJoint"), "RHipJoint <");
  EXPECT_EQ(of("rShldr"), "lShldr >");
  EXPECT_EQ(of("Hand_L"), "Hand_R <");
  EXPECT_EQ(of("foot.r"), "foot.l >");
  EXPECT_EQ(of("l_knee"), "r_knee <");
  EXPECT_EQ(of("Bip01 R Thigh"), "Bip01 L Thigh >");
  for (const char* middle : {"Hips", "LowerBack", "Root", "joint_Root", "Neck1", "BrightHat", "L",
                             "Chest", "spine_lower", "Collar", ""}) {
    EXPECT_EQ(of(middle), "") << middle;
  }
}

TEST(JointMirror, OfARestPoseInTheWorldsFramesFlipsTwoSigns) {
  const Skeleton skeleton = world_aligned();
  const JointMirror glass(skeleton);
  Random random(4);
  for (int j = 0; j < skeleton.joints(); ++j) {
    const Quat q = Quat(random.normal(), random.normal(), random.normal(), random.normal());
    const Quat image = glass.rotation(j, q);
    EXPECT_EQ(image.coeffs(), Quat(q.w(), q.x(), -q.y(), -q.z()).coeffs()) << skeleton.name(j);
  }
  EXPECT_EQ(skeleton.name(glass.partner(3)), "RightHand");
  EXPECT_EQ(glass.partner(1), 1);
  EXPECT_EQ(glass.asymmetry(), 0.0);
}

TEST(JointMirror, OfAPoseIsTheOneOfItsRotations) {
  Random random(5);
  const Skeleton skeleton = along_bones();
  const Motion motion = test::random_motion(random, skeleton, 2, 0.0);
  const JointMirror glass(skeleton, motion.pose(1));
  std::vector<float> pose(motion.pose(0).begin(), motion.pose(0).end());
  std::vector<float> image(pose.size());
  glass.pose(pose, image);
  for (int j = 0; j < skeleton.joints(); ++j) {
    const auto found = math::load_wxyz(&image[4 * glass.partner(j)]).cast<double>();
    const Quat expected = glass.rotation(j, motion.rotation(0, j));
    EXPECT_LT((found.coeffs() - expected.coeffs()).norm(), 1e-6);
  }
  // Signs: the reference's own image lies on the reference's side.
  for (int j = 0; j < skeleton.joints(); ++j) {
    const Quat there = motion.rotation(1, glass.partner(j));
    EXPECT_GE(glass.rotation(j, motion.rotation(1, j)).dot(there), -1e-12);
  }
}

RC_GTEST_PROP(Mirror, ReflectsEveryWorldPosition, (std::uint64_t seed)) {
  Random random(seed);
  expect_reflection(test::random_motion(random, world_aligned(), 4), 1e-9);
  expect_reflection(test::random_motion(random, along_bones(), 4), 1e-9);
}

RC_GTEST_PROP(Mirror, TwiceIsTheClipItself, (std::uint64_t seed)) {
  Random random(seed);
  for (const Skeleton& skeleton : {world_aligned(), along_bones()}) {
    // Turned a little: a mean of rotations all over, as random ones are, is no reference.
    Motion motion(skeleton, 30.0, 3);
    for (int t = 0; t < 3; ++t) {
      for (int j = 0; j < skeleton.joints(); ++j) {
        const Vec3 turn(random.normal(), random.normal(), random.normal());
        motion.set_rotation(t, j, math::from_rotation_vector(0.3 * turn));
      }
    }
    const Motion again = mirror(mirror(motion));
    RC_ASSERT(again.skeleton() == motion.skeleton());
    const auto change = test::difference(again, motion);
    RC_ASSERT(change.angle < 1e-7);
    RC_ASSERT(change.length < 1e-12);
  }
}

TEST(Mirror, MovesEndSitesAndBonesToTheOtherSide) {
  Skeleton lopsided = world_aligned();
  auto offsets = lopsided.offsets();
  offsets[2] *= 1.1;  // the left arm is longer
  lopsided = {lopsided.names(), lopsided.parents(), offsets, lopsided.end_sites()};
  Random random(3);
  const Motion motion = test::random_motion(random, lopsided, 3, 0.0);
  expect_reflection(motion, 1e-9);
  const Skeleton image = mirror(motion).skeleton();
  EXPECT_TRUE(image.offset(4).isApprox(in_mirror(offsets[2])));
  ASSERT_EQ(image.end_sites().size(), 4U);
  EXPECT_EQ(image.end_sites()[0].parent, 3);
  EXPECT_EQ(image.end_sites()[0].name, "LeftTip");
  EXPECT_TRUE(image.end_sites()[0].offset.isApprox(Vec3(0.1, 0.02, 0.03)));
  EXPECT_NEAR(JointMirror(lopsided).asymmetry(), 0.1, 0.02);
}

TEST(Mirror, SaysWhatIsNotSymmetric) {
  const auto refusal = [](const Skeleton& skeleton) -> std::string {
    try {
      static_cast<void>(mirror(Motion(skeleton, 30.0, 1)));
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal({{"Hips", "LeftArm"}, {-1, 0}, {Vec3::Zero(), Vec3(1, 0, 0)}}),
              testing::AllOf(HasSubstr("'LeftArm' has no counterpart"), HasSubstr("'RightArm'")));
  EXPECT_THAT(refusal({{"Hips", "LeftArm", "Spine", "RightArm"},
                       {-1, 0, 0, 2},
                       {Vec3::Zero(), Vec3(1, 0, 0), Vec3(0, 1, 0), Vec3(-1, 0, 0)}}),
              HasSubstr("expected 'Hips'"));
  EXPECT_THAT(refusal({{"Hips", "LeftArm", "RightArm"},
                       {-1, 0, 0},
                       {Vec3::Zero(), Vec3(1, 0, 0), Vec3(-2, 0, 0)}}),
              HasSubstr("expected the bones to 'LeftArm' and 'RightArm' to be mirror images"));
  EXPECT_THAT(refusal({{"Hips", "LeftArm", "RightArm"},
                       {-1, 0, 0},
                       {Vec3::Zero(), Vec3(0.3, 0.2, 0.1), Vec3(-0.3, -0.2, -0.1)}}),
              HasSubstr("expected the bones to 'LeftArm' and 'RightArm' to be mirror images"))
      << "arms in one line through the hips";
  EXPECT_EQ(mirror(Motion(world_aligned(), 30.0, 0)).frames(), 0);
}

TEST(Upright, StandsChildrenUp) {
  EXPECT_EQ(upright(world_aligned(), 0).coeffs(), Quat::Identity().coeffs());
  const Quat standing = upright(along_bones(), 0);
  EXPECT_TRUE((standing * Vec3(1, 0, 0)).isApprox(Vec3(0, 1, 0))) << "to the chest";
  EXPECT_TRUE((standing * Vec3(0, -1, 0)).isApprox(Vec3(1, 0, 0))) << "to the left leg";
  EXPECT_EQ(upright(along_bones(), 8).coeffs(), Quat::Identity().coeffs()) << "nothing to go by";
}

TEST(Mirror, OfRestPosesAlongNoAxis) {
  Random random(6);
  for (const double angle : {0.2, 0.785, 1.2}) {  // facing between the axes
    const Skeleton slanted =
        test::turned(test::dancer(), math::from_rotation_vector({0, angle, 0}));
    expect_reflection(test::random_motion(random, slanted, 3), 1e-5);
    EXPECT_LT(JointMirror(slanted).asymmetry(), 1e-5) << angle;
  }
  const Skeleton frames = test::with_local_frames(test::dancer(), [&](int) {
    return Quat(random.normal(), random.normal(), random.normal(), random.normal()).normalized();
  });
  expect_reflection(test::random_motion(random, frames, 3), 1e-5);
  expect_reflection(test::random_motion(random, test::numbered(frames), 3), 1e-5);
}

TEST(Mirror, OfARestPoseInWhichOneArmHangs) {
  Skeleton hanging = test::dancer();
  for (const char* bone : {"LeftForeArm", "LeftHand"}) {
    hanging = test::with_bone(hanging, bone, [](const Vec3& l) { return Vec3(0, -l.x(), 0); });
  }
  Random random(7);
  expect_reflection(test::random_motion(random, hanging, 3), 1e-5);
}

TEST(Mirror, OfNumberedNamesIsThatOfNames) {
  Random random(8);
  const Motion named = test::random_motion(random, test::dancer(), 2);
  Motion numbered(test::numbered(test::dancer()), named.fps(), named.frames());
  std::ranges::copy(named.rotations(), numbered.rotations().begin());
  std::ranges::copy(named.root_positions(), numbered.root_positions().begin());
  const Motion image = mirror(named);
  const Motion image_of_numbered = mirror(numbered);
  EXPECT_TRUE(std::ranges::equal(image.rotations(), image_of_numbered.rotations()));
  EXPECT_TRUE(std::ranges::equal(image.root_positions(), image_of_numbered.root_positions()));
  EXPECT_EQ(image.skeleton().offsets(), image_of_numbered.skeleton().offsets());
}

TEST(Mirror, LeavesInOneHandWhatIsHeldThere) {
  const Skeleton armed =
      test::dancer_to_grow().joint("RightHand", "Sword", Vec3(0, 0, 0.1)).skeleton();
  Random random(9);
  const Motion motion = test::random_motion(random, armed, 2, 0.0);
  const Motion image = mirror(motion);
  const int sword = *armed.find("Sword");
  EXPECT_EQ(image.skeleton().offset(sword), armed.offset(sword));
  EXPECT_EQ(image.rotation(1, sword).coeffs(), motion.rotation(1, sword).coeffs());
  EXPECT_FALSE(JointMirror(armed).is_mirrored(sword));
}

/// An end site says where a tip is drawn, not how its joint is turned.
TEST(Mirror, OfATipGoesByTheBoneThatItIsOn) {
  Growing body = test::dancer_to_grow();
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint(word + "ForeArm", word + "Twist", Vec3(0.13 * side, 0, 0));
    body.end(word + "Twist", Vec3(0.02, 0, 0));  // to the same side on both sides
  }
  const Skeleton skeleton = body.skeleton();
  const JointMirror glass(skeleton);
  for (const char* name : {"LeftTwist", "RightTwist"}) {
    const Quat q = Quat(0.9, 0.1, -0.3, 0.2).normalized();
    const Quat image = glass.rotation(*skeleton.find(name), q);
    EXPECT_EQ(image.coeffs(), Quat(q.w(), q.x(), -q.y(), -q.z()).coeffs());
  }
}

TEST(Mirror, OfAShippedDanceGoesByItsNames) {
  for (const auto& entry :
       std::filesystem::directory_iterator(poseaae::test::source_dir() / "data")) {
    if (entry.path().extension() != ".bvh") continue;
    const Skeleton skeleton = read_bvh(entry.path()).motion.skeleton();
    const JointMirror glass(skeleton);
    for (int j = 0; j < skeleton.joints(); ++j) {
      const auto other = other_side(skeleton.name(j));
      EXPECT_EQ(skeleton.name(glass.partner(j)), other ? other->name : skeleton.name(j));
      const Quat q(0.5, 0.5, -0.5, 0.5);
      EXPECT_EQ(glass.rotation(j, q).coeffs(), Quat(0.5, 0.5, 0.5, -0.5).coeffs())
          << entry.path() << ": " << skeleton.name(j);
    }
  }
}

TEST(Mirror, OfAShippedDance) {
  const auto file = poseaae::test::source_dir() / "data" / "kick_turns.bvh";
  expect_reflection(read_bvh(file).motion.slice(0, 300), 1e-9);
}

}  // namespace
}  // namespace poseaae::mocap
