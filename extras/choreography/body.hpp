#pragma once

#include <array>

#include "choreography/carriage.hpp"
#include "choreography/footwork.hpp"
#include "choreography/support.hpp"
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
  double rise = 0.0;  ///< metres of a jump, over where the hips would be
  Vec3 hips;          ///< world position of the Hips joint
  Support::Held seat;
  Carriage carriage;
  std::array<FootTarget, 2> feet;      ///< left, right
  std::array<Support::Held, 2> hands;  ///< wrists that the floor holds
};

/// Heading, hips yaw, pitch (with the pelvis' share of the lean), roll and spin, in this order.
[[nodiscard]] Quat hips_rotation(const Targets& targets);
/// Where the ankle has to be for the ball of the foot to be where the state says.
[[nodiscard]] Vec3 ankle_target(const FootTarget& foot);
/// Height of the hips at which hips, trunk and head, as thick as they are, just lie on the floor,
/// of a skeleton at a scale of 1.
[[nodiscard]] double resting_height(const Targets& targets, const mocap::Skeleton& skeleton);
/// Writes the rotations of all joints, and the hips' position, into one frame: in the proportions
/// of the body, at its scale().
void pose_body(const Targets& targets, const Body& body, mocap::Motion& motion, int frame);

}  // namespace poseaae::choreography
