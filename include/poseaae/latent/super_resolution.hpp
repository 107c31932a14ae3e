#pragma once

#include "poseaae/mocap/motion.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

namespace poseaae::latent {

struct SuperResolutionOptions {
  /// Give back what the model cannot say. Without it every frame becomes what the model makes of
  /// it, and its error of reconstruction outweighs by far what happens between two frames.
  bool residual = true;
};

/// A clip with the model's skeleton at a higher frame rate, through the model's latent space:
///   q_j(t) = D_j(z(t)) r_j(t),   r_j = D_j(E(q))^-1 q_j at the given frames,
/// with z the spline through the encodings (TimeSpline) and r the same spline through the
/// quaternions that reconstruction leaves over, normalised. Frames that were given stay as they
/// are. Root positions follow the spline, bones that change their length mocap::resample().
///
/// Of recorded clips thinned out and filled up again, this is half as far from the truth as slerp
/// between frames and without its jerk at every frame; nearly as good is the spline through the
/// quaternions themselves, so that what is gained comes from looking further than two frames, and
/// the latents add that edits of z (styles, smoothing) can be made on the way.
/// @throws UsageError when the clip is empty, its skeleton is not the model's, or fps not positive
[[nodiscard]] mocap::Motion super_resolve(const model::PoseAutoencoder& model,
                                          const mocap::Motion& motion, double fps,
                                          const SuperResolutionOptions& options = {});

}  // namespace poseaae::latent
