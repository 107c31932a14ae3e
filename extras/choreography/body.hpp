#pragma once

#include <array>

#include "choreography/carriage.hpp"
#include "choreography/footwork.hpp"
#include "poseaae/mocap/motion.hpp"

/// From targets to joints, one frame at a time.
namespace poseaae::choreography {

/// A foot as the leg has to serve it.
struct FootTarget {
  FootState state;
  double heel = 0.0;  ///< radians the heel is raised: toes down, about the ball
};

/// Everything one frame is solved from.
struct Targets {
  double heading = 0.0;  ///< radians
  double lean_deg = 0.0;
  Vec3 hips;  ///< world position of the Hips joint
  Carriage carriage;
  std::array<FootTarget, 2> feet;  ///< left, right
};

/// Heading, hips yaw, pitch (with the pelvis' share of the lean) and roll, in this order.
[[nodiscard]] Quat hips_rotation(const Targets& targets);
/// Where the ankle has to be for the ball of the foot to be where the state says.
[[nodiscard]] Vec3 ankle_target(const FootTarget& foot);
/// Writes the rotations of all joints, and the hips' position, into one frame.
void pose_body(const Targets& targets, mocap::Motion& motion, int frame);

}  // namespace poseaae::choreography
