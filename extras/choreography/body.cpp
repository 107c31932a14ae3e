#include "body.hpp"

#include <algorithm>
#include <cmath>

#include "choreography/curves.hpp"
#include "choreography/ik.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kHipsLeanShare = 0.4;

Quat about(double radians, const Vec3& axis) { return Quat(Eigen::AngleAxisd(radians, axis)); }
Quat pitch(double degrees) { return about(degrees * kDegree, Vec3::UnitX()); }
Quat yaw(double degrees) { return about(degrees * kDegree, Vec3::UnitY()); }
Quat roll(double degrees) { return about(degrees * kDegree, Vec3::UnitZ()); }
Quat rotation(const Angles& angles) {
  return yaw(angles.yaw) * pitch(angles.pitch) * roll(angles.roll);
}

/// Reflection in the body's middle plane: the right arm is the left one seen in a mirror.
Quat reflected(const Quat& q) { return Quat(q.w(), q.x(), -q.y(), -q.z()); }

Quat foot_rotation(const FootTarget& foot) {
  return about(foot.state.yaw, Vec3::UnitY()) * about(foot.heel, Vec3::UnitX());
}

/// World rotation of a leg bone that points along `down` and hinges about `hinge`.
Quat bone_rotation(const Vec3& hinge, const Vec3& down) {
  Eigen::Matrix3d axes;
  axes.col(0) = hinge;
  axes.col(1) = -down;
  axes.col(2) = hinge.cross(-down);
  return Quat(axes);
}

class Poser {
 public:
  Poser(const Targets& targets, mocap::Motion& motion, int frame)
      : targets_(targets), motion_(motion), frame_(frame), hips_(hips_rotation(targets)) {}

  void pose() {
    set(kHips, hips_);
    motion_.set_root_position(frame_, targets_.hips);
    pose_spine();
    for (const Side side : {Side::kLeft, Side::kRight}) {
      pose_arm(side);
      pose_leg(side);
    }
  }

 private:
  void set(int joint, const Quat& q) { motion_.set_rotation(frame_, joint, q); }

  void pose_spine() {
    const double lean = (1.0 - kHipsLeanShare) / 3.0 * targets_.lean_deg;
    Quat chest = hips_;
    for (int i = 0; i < 3; ++i) {
      Angles bend = targets_.carriage.spine[i];
      bend.pitch += lean;
      const Quat q = rotation(bend);
      set(kSpine + i, q);
      chest = chest * q;
    }
    // The head is held against the world, most of the way: the neck takes what the chest does.
    Angles gaze = targets_.carriage.gaze;
    gaze.pitch += 0.35 * targets_.lean_deg;
    const Quat level = about(targets_.heading, Vec3::UnitY()) * rotation(gaze);
    const Vec3 turn = math::to_rotation_vector(chest.conjugate() * level);
    const double angle = turn.norm();
    const Vec3 limited = angle > 1e-9 ? Vec3(turn * (soft_limit(angle, 1.35) / angle)) : turn;
    set(kNeck, math::from_rotation_vector(0.45 * limited));
    set(kHead, math::from_rotation_vector(0.5 * limited));
  }

  void pose_arm(Side side) {
    const ArmPose& arm = targets_.carriage.arm(side);
    // Left side: the hanging arm, turned about itself, then swung to where it is raised.
    const double open = arm.open * kDegree;
    const Vec3 swing_axis(-std::cos(open), 0.0, std::sin(open));
    const Quat upper = about(arm.raise * kDegree, swing_axis) * yaw(arm.roll) * roll(-90.0);
    // The collar bone takes a part of every raise (the scapulohumeral rhythm).
    const double lifted =
        0.22 * soft_plus(arm.raise - 40.0, 20.0) +
        (side == Side::kLeft ? targets_.carriage.shrug_left : targets_.carriage.shrug_right);
    const double protract = 0.12 * (90.0 - arm.open) * std::sin(arm.raise * kDegree);
    const Quat collar = yaw(-protract) * roll(lifted);
    const Quat hinge = yaw(-std::max(arm.elbow, 0.0));
    const Quat hand = pitch(arm.twist) * roll(-arm.wrist);
    const auto sided = [&](const Quat& q) { return side == Side::kLeft ? q : reflected(q); };
    set(on(side, kLeftShoulder), sided(collar));
    set(on(side, kLeftArm), sided(collar.conjugate() * upper));
    set(on(side, kLeftForeArm), sided(hinge));
    set(on(side, kLeftHand), sided(hand));
  }

  /// ln(1 + exp(x / k)) k: 0 far below, x far above.
  static double soft_plus(double x, double k) { return k * std::log1p(std::exp(x / k)); }

  void pose_leg(Side side) {
    const FootTarget& foot = targets_.feet[index(side)];
    const Vec3 hip =
        targets_.hips + hips_ * Vec3(sign(side) * Body::kHipHalfWidth, -Body::kHipDrop, 0.0);
    // Near its full length the leg gives way gradually: a knee that locks would snap.
    const Vec3 line = ankle_target(foot) - hip;
    const Vec3 along = line.normalized();
    const double give = lerp(0.006, 0.03, foot.state.gesture);
    const Vec3 ankle = hip + soft_min(line.norm(), 0.995 * Body::kLeg, give) * along;
    // The knee points where pelvis and toes agree to, carried along when the leg is raised.
    const Vec3 toes = about(foot.state.yaw, Vec3::UnitY()) * Vec3::UnitZ();
    const Vec3 front =
        about(targets_.heading + targets_.carriage.hips.yaw * kDegree, Vec3::UnitY()) *
        Vec3::UnitZ();
    const Vec3 ahead = (0.6 * toes + 0.4 * front).normalized();
    const Vec3 pole = math::rotation_between(-Vec3::UnitY(), along) * ahead;
    const TwoBone chain = solve_two_bone(hip, ankle, pole, Body::kThigh, Body::kShin);
    const Vec3 hinge = (pole - pole.dot(along) * along).normalized().cross(along);
    const Quat thigh = bone_rotation(hinge, (chain.middle - hip) / Body::kThigh);
    const Quat shin = bone_rotation(hinge, (chain.end - chain.middle) / Body::kShin);
    // In a gesture the foot follows the leg, pointed.
    const Quat pointed = shin * pitch(38.0);
    const Quat sole = foot_rotation(foot).slerp(foot.state.gesture, pointed);
    set(on(side, kLeftUpLeg), hips_.conjugate() * thigh);
    set(on(side, kLeftLeg), thigh.conjugate() * shin);
    set(on(side, kLeftFoot), shin.conjugate() * sole);
    set(on(side, kLeftToeBase), about(-foot.heel * (1.0 - 0.7 * foot.state.air), Vec3::UnitX()));
  }

  const Targets& targets_;
  mocap::Motion& motion_;
  int frame_;
  Quat hips_;
};

}  // namespace

Quat hips_rotation(const Targets& targets) {
  Angles hips = targets.carriage.hips;
  hips.pitch += kHipsLeanShare * targets.lean_deg;
  return about(targets.heading, Vec3::UnitY()) * rotation(hips);
}

Vec3 ankle_target(const FootTarget& foot) {
  const Vec3 ball(0, Body::kBallHeight - Body::kAnkleHeight, Body::kBallForward);
  return foot.state.ball - foot_rotation(foot) * ball + foot.state.displacement;
}

void pose_body(const Targets& targets, mocap::Motion& motion, int frame) {
  Poser(targets, motion, frame).pose();
}

}  // namespace poseaae::choreography
