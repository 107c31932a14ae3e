#pragma once

#include "poseaae/mocap/skeleton.hpp"

/// Synthetic dances: a score of phrases is turned into targets over time (feet, weight, carriage of
/// torso and arms), and these into the joint rotations of a humanoid.
///
/// Axes throughout this module: the dancer faces +Z, +X is to the dancer's left, Y is up, the
/// floor is y = 0. Units are metres and radians; time is in beats where a name says so.
namespace poseaae::choreography {

using math::Quat;
using math::Vec3;

enum class Side { kLeft, kRight };
[[nodiscard]] constexpr Side other(Side side) {
  return side == Side::kLeft ? Side::kRight : Side::kLeft;
}
/// +1 for left, -1 for right: the sign of x on that side.
[[nodiscard]] constexpr double sign(Side side) { return side == Side::kLeft ? 1.0 : -1.0; }
/// 0 for left, 1 for right, as an index into a pair.
[[nodiscard]] constexpr int index(Side side) { return side == Side::kLeft ? 0 : 1; }

/// Indices of the humanoid's 22 joints, parents first. The names are those of the enumerators
/// without the k, a convention that most retargeting tools know.
enum Joint : int {
  kHips,
  kSpine,
  kSpine1,
  kSpine2,
  kNeck,
  kHead,
  kLeftShoulder,
  kLeftArm,
  kLeftForeArm,
  kLeftHand,
  kRightShoulder,
  kRightArm,
  kRightForeArm,
  kRightHand,
  kLeftUpLeg,
  kLeftLeg,
  kLeftFoot,
  kLeftToeBase,
  kRightUpLeg,
  kRightLeg,
  kRightFoot,
  kRightToeBase,
  kJointCount
};

/// The same joint of either side: on(Side::kRight, kLeftArm) is kRightArm.
[[nodiscard]] constexpr int on(Side side, Joint left) {
  if (side == Side::kLeft) return left;
  return left >= kLeftUpLeg ? left + (kRightUpLeg - kLeftUpLeg)
                            : left + (kRightShoulder - kLeftShoulder);
}

/// A body, metres: that of an adult of 1.70 m (segment lengths near the fractions of stature in
/// Drillis and Contini 1966) whose parts are longer or shorter by factors, seen at another height.
///
/// Dances are planned for a stature of 1.70 m; scale() takes the whole of a dance, the way over the
/// floor with it, to the height of the body. Longer legs or a larger head leave less to the trunk.
/// Every bone keeps its direction, so that all bodies share one rest pose.
struct Body {
  double height = kStature;
  double legs = 1.0;       ///< of thighs and shins
  double arms = 1.0;       ///< of upper arms, forearms and hands
  double shoulders = 1.0;  ///< of the breadth of the shoulders
  double head = 1.0;       ///< of neck and head

  static constexpr double kStature = 1.70;
  static constexpr double kHipsHeight = 0.96;  ///< of the Hips joint, standing straight
  static constexpr double kHipDrop = 0.05;     ///< hip joints below Hips
  static constexpr double kHipHalfWidth = 0.09;
  static constexpr double kThigh = 0.42;
  static constexpr double kShin = 0.41;
  static constexpr double kAnkleHeight = 0.08;
  static constexpr double kBallForward = 0.13;  ///< from the ankle to the ball of the foot
  static constexpr double kBallHeight = 0.02;   ///< of the ToeBase joint over the sole
  static constexpr double kToe = 0.07;
  static constexpr double kTrunk = 0.49;       ///< from Hips to Neck
  static constexpr double kHeadHeight = 0.25;  ///< from Neck to the top
  static constexpr double kUpperArm = 0.28;
  static constexpr double kForeArm = 0.25;
  static constexpr double kHand = 0.17;
  static constexpr double kLeg = kThigh + kShin;

  [[nodiscard]] double scale() const { return height / kStature; }
  // The others before scale().
  [[nodiscard]] double thigh() const { return legs * kThigh; }
  [[nodiscard]] double shin() const { return legs * kShin; }
  [[nodiscard]] double leg() const { return legs * kLeg; }
  [[nodiscard]] double hips_height() const { return kHipsHeight + (legs - 1.0) * kLeg; }
  [[nodiscard]] double upper_arm() const { return arms * kUpperArm; }
  [[nodiscard]] double fore_arm() const { return arms * kForeArm; }
  /// Factor of the bones from the hips to the neck: what legs and head leave.
  [[nodiscard]] double trunk() const;
};

/// The humanoid in its rest pose, a T-pose facing +Z with the feet on the floor.
[[nodiscard]] mocap::Skeleton humanoid(const Body& body = {});

}  // namespace poseaae::choreography
