#include "body.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

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

/// ln(1 + exp(x / k)) k: 0 far below, x far above.
double soft_plus(double x, double k) { return k * std::log1p(std::exp(x / k)); }

/// 0 of a pelvis that is upright .. 1 of one that lies.
double lying(const Quat& hips) {
  const double upright = std::clamp((hips * Vec3::UnitY()).y(), -1.0, 1.0);
  return ease(std::acos(upright) / kDegree, 55.0, 85.0);
}

/// Local rotations of the three joints of the spine.
std::array<Quat, 3> spine_rotations(const Targets& targets) {
  const double lean = (1.0 - kHipsLeanShare) / 3.0 * targets.lean_deg;
  std::array<Quat, 3> spine;
  for (int i = 0; i < 3; ++i) {
    Angles bend = targets.carriage.spine[i];
    bend.pitch += lean;
    spine[i] = rotation(bend);
  }
  return spine;
}

class Poser {
 public:
  Poser(const Targets& targets, const Body& body, mocap::Motion& motion, int frame)
      : targets_(targets),
        body_(body),
        motion_(motion),
        frame_(frame),
        hips_(hips_rotation(targets)),
        lying_(lying(hips_)) {}

  void pose() {
    set(kHips, hips_);
    motion_.set_root_position(frame_, body_.scale() * targets_.hips);
    pose_spine();
    for (const Side side : {Side::kLeft, Side::kRight}) {
      pose_arm(side);
      pose_leg(side);
    }
  }

 private:
  void set(int joint, const Quat& q) { motion_.set_rotation(frame_, joint, q); }

  void pose_spine() {
    const auto spine = spine_rotations(targets_);
    chest_ = hips_;
    collar_ = targets_.hips;
    for (int i = 0; i < 3; ++i) {
      set(kSpine + i, spine[i]);
      collar_ += chest_ * offset(kSpine + i);
      chest_ = chest_ * spine[i];
    }
    // The head is held against the world, most of the way: the neck takes what the chest does.
    Angles gaze = targets_.carriage.gaze;
    const Quat free = chest_ * rotation(gaze);
    gaze.pitch += 0.35 * targets_.lean_deg;
    Quat level = about(targets_.heading, Vec3::UnitY()) * rotation(gaze);
    if (lying_ > 0.0) level = level.slerp(lying_, free);
    const Vec3 turn = math::to_rotation_vector(chest_.conjugate() * level);
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
    if (targets_.seat.share > 0.0 || targets_.hands[index(side)].share > 0.0) meet_floor(side);
  }

  /// An arm whose hand the floor holds, or would be in: the chain of shoulder, elbow and wrist is
  /// solved again for the wrist above it, and the palm lies on it.
  void meet_floor(Side side) {
    const Support::Held& held = targets_.hands[index(side)];
    const auto local = [&](Joint left) { return motion_.rotation(frame_, on(side, left)); };
    const auto bone = [&](Joint left) { return offset(on(side, left)); };
    const Quat collar = chest_ * local(kLeftShoulder);
    const Quat arm = collar * local(kLeftArm);
    const Quat fore = arm * local(kLeftForeArm);
    const Vec3 shoulder = collar_ + chest_ * bone(kLeftShoulder) + collar * bone(kLeftArm);
    const Vec3 elbow = shoulder + arm * bone(kLeftForeArm);
    const Vec3 wrist = elbow + fore * bone(kLeftHand);

    // Fingers that point down need room below the wrist.
    const Vec3 fingers = sign(side) * (fore * local(kLeftHand) * Vec3::UnitX());
    const double room = (1.0 - held.share) * body_.arms * Body::kHand;
    const double least = kWrist + room * soft_plus(-fingers.y(), 0.05);
    Vec3 target = wrist + held.share * (held.at - wrist);
    target.y() = least + soft_plus(target.y() - least, 0.008);
    // The elbow keeps its side of the line, turned with it.
    const Vec3 pole =
        math::rotation_between(wrist - shoulder, target - shoulder) * (elbow - shoulder);
    const TwoBone chain =
        solve_two_bone(shoulder, target, pole, body_.upper_arm(), body_.fore_arm());

    // The arm's axes: along the bone, which the left one does by +x and the right one by -x, and
    // the hinge of the elbow, about which the forearm bends towards +z.
    const Vec3 along = (chain.middle - shoulder) / body_.upper_arm();
    const Vec3 bent = (chain.end - chain.middle) / body_.fore_arm();
    Eigen::Matrix3d axes;
    axes.col(0) = sign(side) * along;
    axes.col(2) = (bent - bent.dot(along) * along).normalized();
    axes.col(1) = axes.col(2).cross(axes.col(0));
    const Quat upper(axes);
    const Quat hinge = about(-sign(side) * chain.bend, Vec3::UnitY());
    set(on(side, kLeftArm), collar.conjugate() * upper);
    set(on(side, kLeftForeArm), hinge);
    lay_hand(side, upper * hinge, local(kLeftHand), held.share);
  }

  /// The back of a hand that the floor holds turns up, by the shortest way.
  void lay_hand(Side side, const Quat& fore, const Quat& free, double share) {
    const Quat flat = fore.conjugate() *
                      math::rotation_between(fore * free * Vec3::UnitY(), Vec3::UnitY()) * fore *
                      free;
    set(on(side, kLeftHand), free.slerp(share, flat));
  }

  void pose_leg(Side side) {
    const FootTarget& foot = targets_.feet[index(side)];
    const Vec3 hip =
        targets_.hips + hips_ * Vec3(sign(side) * Body::kHipHalfWidth, -Body::kHipDrop, 0.0);
    // Near its full length the leg gives way gradually: a knee that locks would snap.
    const Vec3 line = ankle_target(foot) - hip;
    const Vec3 along = line.normalized();
    const double give = lerp(0.006, 0.03, foot.state.gesture);
    const Vec3 ankle = hip + soft_min(line.norm(), 0.995 * body_.leg(), give) * along;
    const Vec3 pole = knee_pole(foot, along);
    const TwoBone chain = solve_two_bone(hip, ankle, pole, body_.thigh(), body_.shin());
    const Vec3 hinge = (pole - pole.dot(along) * along).normalized().cross(along);
    const Quat thigh = bone_rotation(hinge, (chain.middle - hip) / body_.thigh());
    const Quat shin = bone_rotation(hinge, (chain.end - chain.middle) / body_.shin());
    // In a gesture the foot follows the leg, pointed.
    const Quat pointed = shin * pitch(38.0);
    const Quat sole = foot_rotation(foot).slerp(foot.state.gesture, pointed);
    set(on(side, kLeftUpLeg), hips_.conjugate() * thigh);
    set(on(side, kLeftLeg), thigh.conjugate() * shin);
    set(on(side, kLeftFoot), shin.conjugate() * sole);
    set(on(side, kLeftToeBase), about(-foot.heel * (1.0 - 0.7 * foot.state.air), Vec3::UnitX()));
  }

  /// The knee points where pelvis and toes agree to, carried along when the leg is raised; of who
  /// lies, where the pelvis faces.
  [[nodiscard]] Vec3 knee_pole(const FootTarget& foot, const Vec3& along) const {
    const Vec3 toes = about(foot.state.yaw, Vec3::UnitY()) * Vec3::UnitZ();
    const Vec3 front =
        about(targets_.heading + targets_.carriage.hips.yaw * kDegree, Vec3::UnitY()) *
        Vec3::UnitZ();
    const Vec3 ahead = (0.6 * toes + 0.4 * front).normalized();
    const Vec3 pole = math::rotation_between(-Vec3::UnitY(), along) * ahead;
    if (lying_ == 0.0) return pole;
    return pole + lying_ * (hips_ * Vec3::UnitZ() - pole);
  }

  /// Before the body's scale.
  [[nodiscard]] Vec3 offset(int joint) const {
    return motion_.skeleton().offset(joint) / body_.scale();
  }

  static constexpr double kWrist = 0.055;  // metres over the floor of a wrist whose hand lies on it

  const Targets& targets_;
  const Body& body_;
  mocap::Motion& motion_;
  int frame_;
  Quat hips_;
  double lying_;
  Quat chest_;
  Vec3 collar_{0, 0, 0};  // where the chest and the collar bones meet: Spine2
};

}  // namespace

Quat hips_rotation(const Targets& targets) {
  Angles hips = targets.carriage.hips;
  hips.pitch += kHipsLeanShare * targets.lean_deg;
  const Quat upright = about(targets.heading, Vec3::UnitY()) * rotation(hips);
  return targets.carriage.spin == 0.0 ? upright : upright * yaw(targets.carriage.spin);
}

Vec3 ankle_target(const FootTarget& foot) {
  const Vec3 ball(0, Body::kBallHeight - Body::kAnkleHeight, Body::kBallForward);
  return foot.state.ball - foot_rotation(foot) * ball + foot.state.displacement;
}

double resting_height(const Targets& targets, const mocap::Skeleton& skeleton) {
  double height = -1e9;
  const auto needs = [&](const Vec3& point, double thick) {
    height = -soft_min(-height, point.y() - thick, 0.01);
  };
  Quat turn = hips_rotation(targets);
  Vec3 at = Vec3::Zero();
  needs(at, 0.1);
  for (const int leg : {kLeftUpLeg, kRightUpLeg}) needs(turn * skeleton.offset(leg), 0.1);
  const auto spine = spine_rotations(targets);
  for (int i = 0; i < 3; ++i) {
    at += turn * skeleton.offset(kSpine + i);
    needs(at, 0.1);
    turn = turn * spine[i];
  }
  for (const Side side : {Side::kLeft, Side::kRight}) {
    const Vec3 collar = skeleton.offset(on(side, kLeftShoulder));
    needs(at + turn * (collar + 0.9 * skeleton.offset(on(side, kLeftArm))), 0.1);
  }
  at += turn * skeleton.offset(kNeck);
  needs(at, 0.08);
  needs(at + turn * skeleton.offset(kHead), 0.09);
  return height;
}

void pose_body(const Targets& targets, const Body& body, mocap::Motion& motion, int frame) {
  Poser(targets, body, motion, frame).pose();
}

}  // namespace poseaae::choreography
