#include "choreography/humanoid.hpp"

#include <array>

namespace poseaae::choreography {

namespace {

struct Bone {
  const char* name;
  int parent;
  Vec3 offset;
};

Vec3 mirrored(const Vec3& v) { return {-v.x(), v.y(), v.z()}; }

constexpr double kBallBelowAnkle = Body::kAnkleHeight - Body::kBallHeight;

}  // namespace

mocap::Skeleton humanoid() {
  const Vec3 shoulder(0.035, 0.12, 0.01);
  const Vec3 arm(0.135, 0.005, -0.015);
  const Vec3 forearm(Body::kUpperArm, 0, 0);
  const Vec3 hand(Body::kForeArm, 0, 0);
  const Vec3 hip(Body::kHipHalfWidth, -Body::kHipDrop, 0);
  const Vec3 knee(0, -Body::kThigh, 0);
  const Vec3 ankle(0, -Body::kShin, 0);
  const Vec3 ball(0, -kBallBelowAnkle, Body::kBallForward);
  const std::array<Bone, kJointCount> bones = {{
      {"Hips", -1, {0, Body::kHipsHeight, 0}},
      {"Spine", kHips, {0, 0.08, -0.01}},
      {"Spine1", kSpine, {0, 0.12, 0}},
      {"Spine2", kSpine1, {0, 0.12, 0}},
      {"Neck", kSpine2, {0, 0.17, 0}},
      {"Head", kNeck, {0, 0.08, 0.01}},
      {"LeftShoulder", kSpine2, shoulder},
      {"LeftArm", kLeftShoulder, arm},
      {"LeftForeArm", kLeftArm, forearm},
      {"LeftHand", kLeftForeArm, hand},
      {"RightShoulder", kSpine2, mirrored(shoulder)},
      {"RightArm", kRightShoulder, mirrored(arm)},
      {"RightForeArm", kRightArm, mirrored(forearm)},
      {"RightHand", kRightForeArm, mirrored(hand)},
      {"LeftUpLeg", kHips, hip},
      {"LeftLeg", kLeftUpLeg, knee},
      {"LeftFoot", kLeftLeg, ankle},
      {"LeftToeBase", kLeftFoot, ball},
      {"RightUpLeg", kHips, mirrored(hip)},
      {"RightLeg", kRightUpLeg, knee},
      {"RightFoot", kRightLeg, ankle},
      {"RightToeBase", kRightFoot, ball},
  }};
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (const Bone& bone : bones) {
    names.emplace_back(bone.name);
    parents.push_back(bone.parent);
    offsets.push_back(bone.offset);
  }
  return mocap::Skeleton(std::move(names), std::move(parents), std::move(offsets),
                         {{kHead, {0, 0.17, 0.02}, "HeadTop"},
                          {kLeftHand, {Body::kHand, 0, 0}, "LeftFingers"},
                          {kRightHand, {-Body::kHand, 0, 0}, "RightFingers"},
                          {kLeftToeBase, {0, 0, Body::kToe}, "LeftToes"},
                          {kRightToeBase, {0, 0, Body::kToe}, "RightToes"}});
}

}  // namespace poseaae::choreography
