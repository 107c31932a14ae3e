#pragma once

#include <optional>
#include <span>
#include <vector>

#include "poseaae/mocap/humanoid.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::retarget {

/// A body and a pose of it that shows where its bones are in a person who stands.
struct Character {
  mocap::Skeleton skeleton;
  /// J, D_j: world rotations of the joints in that pose; 1 where the rest pose is such a pose.
  std::vector<mocap::Quat> pose;
  /// J: which bones the joints are, where the file says so (ToldBones).
  std::vector<std::optional<mocap::HumanBone>> bones{};
};

/// The character that a motion moves. Its rest pose shows the body where both shins point away from
/// the trunk and the feet do not; then D = 1. Other rest poses, such as those with all bones along
/// one axis, say nothing of how limbs are twisted. There the motion tells, however little of it
/// there is. With the body's axes left, up, forward in the mean of its poses:
///   trunk, head, collar bones, feet: the mean of their local rotations; where the bones of the
///     rest pose lie along axes, the nearest of the 24 rotations that map axes to axes;
///   upper arm and thigh: the bone to the side or down, and to where the limb bends, the mean of
///     the forearm across the upper arm, forward (elbow) or back (knee);
///   other joints: as their parent, with the local rotation of the rest pose;
///   feet: turned so that what was up while heel and toe stood is up, the least way.
/// @throws UsageError when there are no frames
[[nodiscard]] Character character_of(const mocap::Motion& motion);

/// The same from one pose, such as the mean of those that a model learned from: J x 4 local
/// rotations, w x y z; empty: the rest pose.
[[nodiscard]] Character character_of(const mocap::Skeleton& skeleton, std::span<const float> pose);

}  // namespace poseaae::retarget
