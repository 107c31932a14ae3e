#pragma once

#include <Eigen/Core>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::training {

/// (J): lever arm of joint j, the distance in metres that the joints move, on average, when j
/// rotates by one radian: w_j = (sum over its descendants k of the mean distance |p_k - p_j|) / J +
/// floor. The floor (0.02 m) is for rotations that move no joint, such as those of a hand or the
/// head.
///
/// Principal components of rotations with these weights capture what moves the body most, rather
/// than what rotates most: a shoulder counts more than a wrist.
[[nodiscard]] Eigen::VectorXd lever_arms(const mocap::Skeleton& skeleton, const Batch& poses);

}  // namespace poseaae::training
