#pragma once

#include <Eigen/Core>

#include "poseaae/codec/pose_format.hpp"

namespace poseaae::evaluation::inbetween {

/// How far joints are off within a gap when windows are decoded wrongly: R (n K, n K) so that
///   |R d|^2 = sum over the frames t of the gap of e_t^T G e_t + 0.1 |d|^2
/// for errors d of the coordinates of n windows that cover the past, the gap and the target, in
/// first order. Coordinates times `features` (F, K) are features. The windows' errors are blended
/// as PoseFormat::frames_of_rows() blends them, steps of the way become places, and
///   e_t = b_t - (1 - s) b_a - s b_z
/// of the blended errors b is what is left when the ends a and z of the gap are met
/// (meet_ends()). G is `rotations` (training::position_metric()) for the rotations; a metre counts
/// as one of a place and the height, and 0.25 m a radian of heading; a contact 0.05. The last term
/// is for what clips have in common beside gaps, from which few clips are learned better.
[[nodiscard]] Eigen::MatrixXd gap_metric(const codec::PoseFormat& format,
                                         const Eigen::MatrixXd& features,
                                         const Eigen::MatrixXd& rotations, int gap);

}  // namespace poseaae::evaluation::inbetween
