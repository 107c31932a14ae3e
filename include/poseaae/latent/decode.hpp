#pragma once

#include "poseaae/latent/pace.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

/// Between motion and latent paths.
namespace poseaae::latent {

/// The encodings of a clip with the model's skeleton, at the clip's frame rate. @throws UsageError
[[nodiscard]] LatentPath encode(const model::PoseAutoencoder& model, const mocap::Motion& motion);

struct DecodeOptions {
  /// Poses say nothing of where the dancer is: without this, the root hangs at the origin.
  bool plant = true;
  /// The frame after the last is the first again: planting then goes smoothly over the joint too.
  bool loops = false;
};

/// The motion that a path decodes to: quaternions continuous over time, the root at the origin, and
/// planted on the floor unless told otherwise. @throws UsageError when the path has another Z
[[nodiscard]] mocap::Motion decode(const model::PoseAutoencoder& model, const LatentPath& path,
                                   const DecodeOptions& options = {});

/// Latents (N, Z) -> positions of the decoded joints in metres (N, 3 J), the root at the
/// origin: speed in it is the root of the summed squared speeds of all joints. Holds a reference
/// to the model, which must outlive it.
[[nodiscard]] PointMetric joint_positions(const model::PoseAutoencoder& model);

/// Moves the root up or down in each frame so that the lowest joint or end site stands at height 0.
/// The shift is smoothed over time (Gaussian, 0.04 s), so that a change of the supporting foot does
/// not show as a jerk; feet dip by millimetres there instead.
/// Of a loop, time goes on from the last frame to the first.
[[nodiscard]] mocap::Motion plant_on_floor(mocap::Motion motion, bool loops = false);

/// The clip as the model sees it: every rotation replaced by decode(encode(pose)), while bones,
/// root trajectory and translation tracks stay the clip's own, so that both can be compared side by
/// side. @throws UsageError when the skeleton is not the model's
[[nodiscard]] mocap::Motion reconstruct(const model::PoseAutoencoder& model,
                                        const mocap::Motion& motion);

/// How far two motions of one skeleton are apart, over all frames and joints.
struct MotionError {
  double position_cm = 0.0;   ///< mean distance of joints in the world, the root excluded
  double rotation_deg = 0.0;  ///< mean angle between local rotations
};

/// @throws UsageError when frames or joints differ
[[nodiscard]] MotionError compare(const mocap::Motion& a, const mocap::Motion& b);

}  // namespace poseaae::latent
