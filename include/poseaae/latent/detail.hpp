#pragma once

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/mocap/motion.hpp"

/// The detail that a model's reconstruction of a clip loses, kept beside the clip's path.
namespace poseaae::latent {

/// r_j = D_j(E(q))^-1 q_j: the rotation from the reconstruction to the pose, for each frame and
/// joint (T, 4J), w x y z, with continuous signs. It is a path like any other: upsample() and
/// slow_motion() apply to it as to the encodings. Of windows, row by row for the frames of the
/// clip, which follow() decodes to (decode_frames()): such rotations, and the differences of the
/// other numbers.
/// @throws UsageError when the skeleton is not the model's
[[nodiscard]] LatentPath detail_of(const codec::PoseAutoencoder& model,
                                   const mocap::Motion& motion);

/// q_j <- q_j r_j, r normalised: a decoded motion with a clip's detail. Decoding the clip's own
/// encodings gives the clip back; decoding a changed path gives the change without the loss of
/// reconstruction. @throws UsageError unless the detail (T, 4J) has the motion's frames and joints
[[nodiscard]] mocap::Motion add_detail(mocap::Motion motion, const LatentPath& detail);
/// The same for decoded frames of windows.
[[nodiscard]] Batch add_detail(Batch frames, const LatentPath& detail,
                               const codec::PoseFormat& format);

}  // namespace poseaae::latent
