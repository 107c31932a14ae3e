#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/codec/pose_format.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::training {

/// (R, R): G = mean over poses of (1/J) sum_k J_k^T J_k + e^2 I, where J_k (3, R) is the derivative
/// of the position of joint k by the R features of a frame's rotations, the body at the origin, and
/// e = 0.02 m stands for rotations that move no joint. A small change dx of the features moves the
/// joints by sqrt(dx^T G dx) in the root of the mean square, metres: unlike weights of single
/// joints, G knows that a shoulder and an elbow can make up for each other.
[[nodiscard]] Eigen::MatrixXd position_metric(const codec::PoseFormat& format, int body,
                                              const Batch& poses);

/// (W), of mean 1: how much the frames of windows count, by their share of what is decoded where
/// windows overlap (codec::PoseFormat::frames_of_rows()), h_i / (sum of all h that fall on the
/// frame) with h of Hann; at least 0.3 of the largest, since nothing else tells the ends of clips.
/// Empty of poses.
[[nodiscard]] std::vector<double> frame_weights(const codec::PoseFormat& format);

/// Whitened principal components of rows (N, P) in the metric G of each frame, as maps between
/// features (F) and latents; squares of rotations count by frame_weights(). The numbers of `root`
/// count by a quarter of how far they move a window of W frames, seen from its middle, if they are
/// wrong throughout: W / (4 fps sqrt 12) metres per m/s, 0.25 m times that per rad/s; the height
/// counts 1 per metre, a contact 0.01 m. Components of poses that vary by less than 3 mm are
/// whitened as if they varied by that much.
[[nodiscard]] metrics::Pca body_components(const codec::PoseFormat& format, int body,
                                           const Batch& rows, int dimensions);

}  // namespace poseaae::training
