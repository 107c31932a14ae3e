#pragma once

#include <Eigen/Core>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::training {

/// (J): metres that a body's joints move, on average over them, when joint j turns by a radian:
/// w_j = (sum over its descendants k of the mean distance |p_k - p_j|) / J + floor. The floor
/// (0.02 m) stands for what a turn costs that moves no joint, a hand's or the head's.
///
/// Principal components of rotations so weighted keep what moves the body rather than what turns
/// most: a shoulder counts more than a wrist.
[[nodiscard]] Eigen::VectorXd lever_arms(const mocap::Skeleton& skeleton,
                                         const dataset::Poses& poses);

}  // namespace poseaae::training
