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

double Body::trunk() const {
  return 1.0 - ((legs - 1.0) * kLeg + (head - 1.0) * kHeadHeight) / kTrunk;
}

mocap::Skeleton humanoid(const Body& body) {
  const double trunk = body.trunk();
  const Vec3 shoulder = trunk * Vec3(0.035, 0.12, 0.01);
  const Vec3 arm = body.shoulders * Vec3(0.135, 0.005, -0.015);
  const Vec3 forearm(body.upper_arm(), 0, 0);
  const Vec3 hand(body.fore_arm(), 0, 0);
  const double fingers = body.arms * Body::kHand;
  const Vec3 hip(Body::kHipHalfWidth, -Body::kHipDrop, 0);
  const Vec3 knee(0, -body.thigh(), 0);
  const Vec3 ankle(0, -body.shin(), 0);
  const Vec3 ball(0, -kBallBelowAnkle, Body::kBallForward);
  const std::array<Bone, kJointCount> bones = {{
      {"Hips", -1, {0, body.hips_height(), 0}},
      {"Spine", kHips, trunk * Vec3(0, 0.08, -0.01)},
      {"Spine1", kSpine, trunk * Vec3(0, 0.12, 0)},
      {"Spine2", kSpine1, trunk * Vec3(0, 0.12, 0)},
      {"Neck", kSpine2, trunk * Vec3(0, 0.17, 0)},
      {"Head", kNeck, body.head * Vec3(0, 0.08, 0.01)},
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
  const double scale = body.scale();
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (const Bone& bone : bones) {
    names.emplace_back(bone.name);
    parents.push_back(bone.parent);
    offsets.push_back(scale * bone.offset);
  }
  return mocap::Skeleton(std::move(names), std::move(parents), std::move(offsets),
                         {{kHead, scale * body.head * Vec3(0, 0.17, 0.02), "HeadTop"},
                          {kLeftHand, scale * Vec3(fingers, 0, 0), "LeftFingers"},
                          {kRightHand, scale * Vec3(-fingers, 0, 0), "RightFingers"},
                          {kLeftToeBase, scale * Vec3(0, 0, Body::kToe), "LeftToes"},
                          {kRightToeBase, scale * Vec3(0, 0, Body::kToe), "RightToes"}});
}

}  // namespace poseaae::choreography
