#pragma once

#include <span>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap {

/// World transforms of one frame.
struct WorldPose {
  std::vector<Vec3> positions;  ///< J, metres
  std::vector<Quat> rotations;  ///< J
};

/// p_j = p_parent + R_parent l_j, R_j = R_parent q_j, in double precision (see Motion).
[[nodiscard]] WorldPose forward_kinematics(const Motion& motion, int frame);
/// World positions of the end sites for that pose, in the order of skeleton.end_sites().
[[nodiscard]] std::vector<Vec3> end_site_positions(const Skeleton& skeleton, const WorldPose& pose);
/// T x J x 3 world positions of the whole clip.
[[nodiscard]] std::vector<double> joint_positions(const Motion& motion);

/// Batched: B poses (B x J x 4, unit w x y z) of one skeleton with its fixed offsets, the root at
/// the origin, into B x J x 3 positions. Scalar is float or double. @throws UsageError when
/// sizes do not match
template <typename Scalar>
void forward_kinematics(const Skeleton& skeleton, std::span<const Scalar> poses,
                        std::span<Scalar> positions);

}  // namespace poseaae::mocap
