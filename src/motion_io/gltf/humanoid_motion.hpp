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

/// Takes the joints that human_bones_of() knows. Let D_j be the rotation from the rest pose to the
/// T-pose; then a bone with the world rotation R_j has R'_j = R_j D_j* here, and what other joints
/// between it and the bone above add is part of it. The T-pose stands on the floor, faces +z, has
/// the left at +x, straight arms along x and legs along -y. D_j turns a bone there on top of D_p
/// where its direction is farther off than bodies differ (legs 10 degrees, the spine 35, feet 65),
/// and arms always. Some files have a rest pose that no body can stand in, with all bones along one
/// axis; then the most upright frame is turned into the T-pose instead. The way through the room is
/// that of the hips.
[[nodiscard]] HumanoidMotion humanoid_motion(const Motion& motion);

}  // namespace poseaae::mocap::gltf
