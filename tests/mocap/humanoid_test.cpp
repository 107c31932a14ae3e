#include "poseaae/mocap/humanoid.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "bodies.hpp"

namespace poseaae::mocap {
namespace {

using test::dancer;
using test::dancer_to_grow;
using test::Growing;
using test::numbered;
using test::renamed;

/// Joint -> bone, by their names.
std::map<std::string, std::string> bones_by_name(const Skeleton& skeleton) {
  std::map<std::string, std::string> found;
  const auto bones = human_bones_of(skeleton);
  for (int j = 0; j < skeleton.joints(); ++j) {
    if (bones[j]) found[skeleton.name(j)] = name_of(*bones[j], human_bone_names());
  }
  return found;
}

const std::map<std::string, std::string> kDancer{
    {"Hips", "hips"},
    {"Spine", "spine"},
    {"Chest", "chest"},
    {"Neck", "neck"},
    {"Head", "head"},
    {"LeftShoulder", "leftShoulder"},
    {"LeftArm", "leftUpperArm"},
    {"LeftForeArm", "leftLowerArm"},
    {"LeftHand", "leftHand"},
    {"RightShoulder", "rightShoulder"},
    {"RightArm", "rightUpperArm"},
    {"RightForeArm", "rightLowerArm"},
    {"RightHand", "rightHand"},
    {"LeftUpLeg", "leftUpperLeg"},
    {"LeftLeg", "leftLowerLeg"},
    {"LeftFoot", "leftFoot"},
    {"RightUpLeg", "rightUpperLeg"},
    {"RightLeg", "rightLowerLeg"},
    {"RightFoot", "rightFoot"},
};

TEST(Humanoid, OfADancerByNamesAndWithoutThem) {
  EXPECT_EQ(bones_by_name(dancer()), kDancer);
  const auto numbers = human_bones_of(numbered(dancer()));
  EXPECT_EQ(numbers, human_bones_of(dancer()));
  EXPECT_EQ(std::ranges::count_if(numbers, [](const auto& bone) { return bone.has_value(); }), 19);
}

TEST(Humanoid, PassesOverTwistBonesAndHelpers) {
  Growing body("Hips", {0, 1, 0});
  body.joint("Hips", "Spine", {0, 0.1, 0}).joint("Spine", "Neck", {0, 0.4, 0});
  body.joint("Neck", "Head", {0, 0.1, 0}).end("Head", {0, 0.2, 0});
  for (const auto& [side, x] : {std::pair(std::string("Left"), 1.0), {"Right", -1.0}}) {
    // As CMU's bodies have it: a joint without length before the thigh, toes.
    body.joint("Hips", side + "HipJoint", {0, 0, 0});
    body.joint(side + "HipJoint", side + "UpLeg", {0.1 * x, -0.05, 0});
    body.joint(side + "UpLeg", side + "LegTwist", {0, -0.2, 0});
    body.joint(side + "LegTwist", side + "Leg", {0, -0.2, 0});
    body.joint(side + "Leg", side + "Foot", {0, -0.42, 0});
    body.joint(side + "Foot", side + "ToeBase", {0, -0.05, 0.15});
    body.joint("Spine", side + "Shoulder", {0.05 * x, 0.3, 0});
    body.joint(side + "Shoulder", side + "Arm", {0.12 * x, 0, 0});
    body.joint(side + "Arm", side + "ForeArm", {0.28 * x, 0, 0});
    body.joint(side + "ForeArm", side + "ForeArmTwist", {0.12 * x, 0, 0});
    body.joint(side + "ForeArmTwist", side + "Hand", {0.13 * x, 0, 0});
    body.end(side + "Hand", {0.1 * x, 0, 0});
  }
  auto expected = kDancer;
  expected.erase("Chest");
  expected["LeftToeBase"] = "leftToes";
  expected["RightToeBase"] = "rightToes";
  EXPECT_EQ(bones_by_name(body.skeleton()), expected);
}

TEST(Humanoid, KnowsFingersByTheirNames) {
  Growing body = dancer_to_grow();
  for (const auto& [side, x] : {std::pair(std::string("Left"), 1.0), {"Right", -1.0}}) {
    double z = 0.04;
    for (const std::string finger : {"Thumb", "Index", "Pinky"}) {
      std::string above = side + "Hand";
      for (int k = 1; k <= 4; ++k) {
        const std::string name = side + "Hand" + finger + std::to_string(k);
        body.joint(above, name, {0.03 * x, 0, k == 1 ? z : 0.0});
        above = name;
      }
      z -= 0.03;
    }
  }
  const auto found = bones_by_name(body.skeleton());
  EXPECT_EQ(found.at("LeftHandThumb1"), "leftThumbMetacarpal");
  EXPECT_EQ(found.at("LeftHandThumb3"), "leftThumbDistal");
  EXPECT_EQ(found.at("LeftHandIndex1"), "leftIndexProximal");
  EXPECT_EQ(found.at("RightHandPinky3"), "rightLittleDistal");
  EXPECT_FALSE(found.contains("RightHandPinky4"));
  EXPECT_EQ(found.at("LeftHand"), "leftHand");
  EXPECT_EQ(found.at("LeftForeArm"), "leftLowerArm");
}

TEST(Humanoid, KnowsBonesInOtherLanguages) {
  const std::map<std::string, std::string> japanese{
      {"Hips", "センター"},
      {"Spine", "上半身"},
      {"Chest", "上半身2"},
      {"Neck", "首"},
      {"Head", "頭"},
      {"LeftShoulder", "左肩"},
      {"LeftArm", "左腕"},
      {"LeftForeArm", "左ひじ"},
      {"LeftHand", "左手首"},
      {"LeftUpLeg", "左足"},
      {"LeftLeg", "左ひざ"},
      {"LeftFoot", "左足首"},
      {"RightShoulder", "右肩"},
      {"RightArm", "右腕"},
      {"RightForeArm", "右ひじ"},
      {"RightHand", "右手首"},
      {"RightUpLeg", "右足"},
      {"RightLeg", "右ひざ"},
      {"RightFoot", "右足首"},
  };
  const Skeleton body =
      renamed(dancer(), [&](const std::string& name) { return japanese.at(name); });
  EXPECT_EQ(human_bones_of(body), human_bones_of(dancer()));
}

TEST(Humanoid, BonesHaveVrmsNamesAndParents) {
  ASSERT_EQ(human_bone_names().size(), kHumanBones);
  const auto named = [](std::string_view name) {
    return value_of(name, human_bone_names()).value();
  };
  EXPECT_EQ(named("rightLittleDistal"), HumanBone::kRightLittleDistal);
  EXPECT_EQ(named("leftThumbMetacarpal"), HumanBone::kLeftThumbMetacarpal);
  EXPECT_EQ(named("jaw"), HumanBone::kJaw);
  const std::map<std::string, std::string> parents{{"spine", "hips"},
                                                   {"neck", "upperChest"},
                                                   {"leftShoulder", "upperChest"},
                                                   {"leftUpperArm", "leftShoulder"},
                                                   {"rightHand", "rightLowerArm"},
                                                   {"rightUpperLeg", "hips"},
                                                   {"rightToes", "rightFoot"},
                                                   {"jaw", "head"},
                                                   {"leftEye", "head"},
                                                   {"leftThumbMetacarpal", "leftHand"},
                                                   {"leftThumbDistal", "leftThumbProximal"},
                                                   {"rightRingProximal", "rightHand"},
                                                   {"rightRingDistal", "rightRingIntermediate"}};
  for (const auto& [bone, parent] : parents) EXPECT_EQ(parent_of(named(bone)), named(parent));
  EXPECT_EQ(parent_of(HumanBone::kHips), std::nullopt);
}

TEST(Humanoid, JointsOfBonesAreTheWayBack) {
  const auto bones = human_bones_of(dancer());
  const auto joints = joints_of_human_bones(bones);
  ASSERT_EQ(joints.size(), kHumanBones);
  EXPECT_EQ(joints[static_cast<int>(HumanBone::kLeftEye)], -1);
  EXPECT_EQ(dancer().name(joints[static_cast<int>(HumanBone::kLeftHand)]), "LeftHand");
}

TEST(Humanoid, OfATreeThatIsNoBodyIsItsRootAlone) {
  const Skeleton chain({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3::UnitY()}, {});
  const auto bones = human_bones_of(chain);
  EXPECT_EQ(bones[0], HumanBone::kHips);
}

}  // namespace
}  // namespace poseaae::mocap
