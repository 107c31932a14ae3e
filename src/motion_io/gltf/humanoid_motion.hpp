#pragma once

#include <vector>

#include "poseaae/mocap/humanoid.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap::gltf {

/// The movement of a body on the bones of a human one alone, from a T-pose.
struct HumanoidMotion {
  Motion motion;                 ///< joint 0: the hips; no rotation is the T-pose
  std::vector<HumanBone> bones;  ///< per joint
};

/// The motion of the bones in t_pose_of(). The way through the room is that of the hips.
[[nodiscard]] HumanoidMotion humanoid_motion(const Motion& motion);

}  // namespace poseaae::mocap::gltf
