#pragma once

#include <array>

#include "choreography/humanoid.hpp"

namespace poseaae::choreography {

/// Degrees of rotation about the body's own axes: pitch forward, yaw to the left, roll to the
/// right (the left side rises).
struct Angles {
  double pitch = 0.0;
  double yaw = 0.0;
  double roll = 0.0;
};

/// The pose of an arm by angles in degrees, with the same meaning on both sides.
struct ArmPose {
  double raise = 15.0;  ///< from hanging (0) over horizontal (90) to overhead (180)
  double open = 60.0;   ///< where it is raised to: 0 forward, 90 to the side, below 0 across
  double roll = 0.0;    ///< about the upper arm, outward positive: which way the elbow bends
  double elbow = 20.0;  ///< 0 straight
  double twist = 0.0;   ///< of the forearm
  double wrist = 0.0;   ///< towards the palm
};

/// Targets for everything above the legs at one moment; feet and weight are planned separately
/// (Footwork). All fields are numbers, so that poses can be mixed.
struct Carriage {
  double drop = 0.0;     ///< metres the hips sink below standing
  double aside = 0.0;    ///< metres the hips move to the left of the support
  double forward = 0.0;  ///< metres the hips move ahead of the support
  double bounce = 1.0;   ///< how much of the beat's bounce shows
  Angles hips;
  double spin = 0.0;  ///< degrees about the spine, after `hips`: a dancer who lies rolls over
  std::array<Angles, 3> spine;  ///< Spine, Spine1, Spine2
  Angles gaze;                  ///< of the head, relative to where the dancer is heading
  double shrug_left = 0.0, shrug_right = 0.0;  ///< degrees the shoulders are lifted
  ArmPose left, right;

  [[nodiscard]] ArmPose& arm(Side side) { return side == Side::kLeft ? left : right; }
  [[nodiscard]] const ArmPose& arm(Side side) const { return side == Side::kLeft ? left : right; }
  [[nodiscard]] double& shrug(Side side) { return side == Side::kLeft ? shrug_left : shrug_right; }
};

/// a + t (b - a), field by field.
[[nodiscard]] Carriage mix(const Carriage& a, const Carriage& b, double t);
[[nodiscard]] ArmPose mix(const ArmPose& a, const ArmPose& b, double t);
/// Left and right exchanged.
[[nodiscard]] Carriage mirrored(const Carriage& carriage);

/// An arm at ease at a height of 0 (hanging), 0.5 (horizontal) .. 1 (a rounded frame overhead).
[[nodiscard]] ArmPose arm_at_height(double height);

}  // namespace poseaae::choreography
