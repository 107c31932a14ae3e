// Characters of VRM 1.0 and 0.x, whose files say which bone each joint is.
#include <gtest/gtest.h>

#include <algorithm>
#include <numbers>

#include "../mocap/bodies.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "poseaae/motion_io/target.hpp"
#include "support/support.hpp"
#include "vrm_fixture.hpp"

namespace poseaae::mocap {
namespace {

class Vrm : public testing::TestWithParam<bool> {
 protected:
  poseaae::test::VrmFixture fixture_{GetParam()};

  [[nodiscard]] Target character() const {
    const poseaae::test::TemporaryFolder folder;
    write_file(folder / "a.vrm", fixture_.bytes());
    return load_target({folder / "a.vrm"}, {});
  }
  [[nodiscard]] int joint(const Skeleton& skeleton, const std::string& bone) const {
    return skeleton.find(fixture_.joints().at(bone)).value();
  }
};

/// The dancer with fingers that are called as Mixamo does.
Skeleton with_fingers() {
  test::Growing body = test::dancer_to_grow();
  for (const double side : {1.0, -1.0}) {
    const std::string hand = side > 0.0 ? "LeftHand" : "RightHand";
    double across = 0.04;
    for (const char* finger : {"Thumb", "Index", "Middle", "Ring", "Pinky"}) {
      std::string last = hand;
      for (int k = 1; k < 4; ++k) {
        const std::string name = hand + finger + std::to_string(k);
        body.joint(last, name, {(k == 1 ? 0.08 : 0.03) * side, 0, k == 1 ? across : 0.0});
        last = name;
      }
      across -= 0.02;
    }
  }
  return body.skeleton();
}

TEST_P(Vrm, JointsAreTheBonesThatTheFileNames) {
  const Target target = character();
  const Skeleton& onto = target.character.skeleton;
  const Skeleton from = with_fingers();
  const auto map = retarget::match_joints(from, onto, {}, target.character.bones);
  const auto followed = [&](const std::string& bone) -> std::string {
    const retarget::Match& match = map.follows[joint(onto, bone)];
    return match.is_matched() ? from.name(match.joint) : "none";
  };
  EXPECT_EQ(followed("hips"), "Hips");
  EXPECT_EQ(followed("upperChest"), "Chest");
  EXPECT_EQ(followed("neck"), "Neck");
  EXPECT_EQ(followed("head"), "Head");
  EXPECT_EQ(followed("leftEye"), "none");
  for (const auto& [small, big] : {std::pair("left", "Left"), {"right", "Right"}}) {
    for (const auto& [bone, name] : {std::pair("Shoulder", "Shoulder"),
                                     {"UpperArm", "Arm"},
                                     {"LowerArm", "ForeArm"},
                                     {"Hand", "Hand"},
                                     {"UpperLeg", "UpLeg"},
                                     {"LowerLeg", "Leg"},
                                     {"Foot", "Foot"},
                                     {"ThumbMetacarpal", "HandThumb1"},
                                     {"ThumbProximal", "HandThumb2"},
                                     {"ThumbDistal", "HandThumb3"},
                                     {"IndexProximal", "HandIndex1"},
                                     {"MiddleIntermediate", "HandMiddle2"},
                                     {"RingDistal", "HandRing3"},
                                     {"LittleProximal", "HandPinky1"}}) {
      EXPECT_EQ(followed(std::string(small) + bone), std::string(big) + name) << small << bone;
    }
  }
  for (const std::string& other : fixture_.others()) {
    EXPECT_FALSE(map.follows[onto.find(other).value()].is_matched()) << other;
  }
}

/// Between the bones that meet in a joint, degrees.
double bend(const WorldPose& pose, int upper, int middle, int end) {
  const Vec3 a = (pose.positions[middle] - pose.positions[upper]).normalized();
  const Vec3 b = (pose.positions[end] - pose.positions[middle]).normalized();
  return std::acos(std::clamp(a.dot(b), -1.0, 1.0)) * 180.0 / std::numbers::pi;
}

TEST_P(Vrm, MovesAsTheDancerDoes) {
  const Motion dance =
      load_clip({poseaae::test::source_dir() / "data/street_step.bvh", 100, 160}, {}).motion;
  const Target target = character();
  const auto moved = retarget::retarget(dance, target.character);
  const Skeleton& from = dance.skeleton();
  const Skeleton& onto = target.character.skeleton;
  ASSERT_EQ(moved.goals.size(), 4U);
  const auto across = [](const WorldPose& pose, int left, int right) {
    return Vec3((pose.positions[left] - pose.positions[right]).normalized());
  };
  for (int t = 0; t < dance.frames(); ++t) {
    const WorldPose before = forward_kinematics(dance, t);
    const WorldPose after = forward_kinematics(moved.motion, t);
    const Vec3 hips = across(before, *from.find("LeftUpLeg"), *from.find("RightUpLeg"));
    const Vec3 now = across(after, joint(onto, "leftUpperLeg"), joint(onto, "rightUpperLeg"));
    EXPECT_GT(hips.dot(now), 0.995) << t;
    EXPECT_NEAR(
        bend(before, *from.find("LeftArm"), *from.find("LeftForeArm"), *from.find("LeftHand")),
        bend(after, joint(onto, "leftUpperArm"), joint(onto, "leftLowerArm"),
             joint(onto, "leftHand")),
        6.0)
        << t;
    EXPECT_NEAR(
        bend(before, *from.find("RightUpLeg"), *from.find("RightLeg"), *from.find("RightFoot")),
        bend(after, joint(onto, "rightUpperLeg"), joint(onto, "rightLowerLeg"),
             joint(onto, "rightFoot")),
        8.0)
        << t;
  }
}

TEST_P(Vrm, FilesOfOtherKindsTellNoBones) {
  const auto file = poseaae::test::source_dir() / "data/street_step.bvh";
  EXPECT_TRUE(load_target({file, 0, 1}, {}).character.bones.empty());
}

INSTANTIATE_TEST_SUITE_P(Versions, Vrm, testing::Values(false, true),
                         [](const auto& version) { return version.param ? "older" : "one"; });

}  // namespace
}  // namespace poseaae::mocap
