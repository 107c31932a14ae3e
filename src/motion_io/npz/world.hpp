#pragma once

#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::npz {

using mocap::Quat;
using mocap::Vec3;

/// Places (T x J) in metres and rotations (T x J) of joints in the room.
struct WorldMotion {
  std::size_t frames = 0;
  std::size_t joints = 0;
  std::vector<Vec3> places;
  std::vector<Quat> rotations;

  /// R_p* (p_j - p_p): where the joint is in the axes of another.
  [[nodiscard]] Vec3 seen_from(std::size_t frame, std::size_t joint, std::size_t other) const;
};

/// Parents by what stays the same: joint j hangs from the joint before it in whose axes it keeps
/// its place to 5 mm over the clip; of several, the nearest. The first is the root.
/// @throws InputError naming the joint that follows none
[[nodiscard]] std::vector<int> parents_by_rigidity(const WorldMotion& world);

/// The motion with the offsets that are the means over all frames; joints that leave theirs by more
/// than 0.1 mm get a translation track. Parents come before their children.
[[nodiscard]] mocap::Motion motion_of(const WorldMotion& world, std::vector<std::string> names,
                                      std::vector<int> parents, double fps);

/// "joint_0", "joint_1", ...
[[nodiscard]] std::vector<std::string> numbered_joints(std::size_t count);

}  // namespace poseaae::npz
