#pragma once

#include <vector>

#include "poseaae/mocap/humanoid.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap {

/// The K bones of a human body that a skeleton has, and the way from its rest pose to a T-pose:
/// R'_k = R_j D_k*, with the world rotation R_j of the bone's joint. Then R'_above* R'_k is the
/// bone's rotation on the bone above; what other joints between the two add is part of it.
///
/// The T-pose stands on the floor, faces +z, has the left at +x, straight arms along x and legs
/// along -y.
struct TPose {
  std::vector<HumanBone> bones;  ///< K; the first: the hips
  std::vector<int> joints;       ///< K: the joint of each
  std::vector<int> above;   ///< K: the place in `bones` of the next bone above; -1 for the hips
  std::vector<Quat> turns;  ///< K: D_k
  Skeleton skeleton;        ///< of K joints, with the names and lengths of the bones, in the T-pose
};

/// Takes the joints that human_bones_of() knows, below the hips. D_k turns a bone on top of that of
/// the bone above where its direction is farther off than bodies differ (legs 10 degrees, the spine
/// 35, feet 65), and arms always. Some files have a rest pose that no body can stand in, with all
/// bones along one axis; then the most upright frame of the motion is turned into the T-pose
/// instead.
[[nodiscard]] TPose t_pose_of(const Motion& motion);

}  // namespace poseaae::mocap
