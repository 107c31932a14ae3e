#pragma once

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::latent {

struct SuperResolutionOptions {
  /// Add back the detail that reconstruction loses. Without it, every frame becomes its
  /// reconstruction, whose error is far larger than the movement between two frames.
  bool residual = true;
};

/// A clip with the model's skeleton at a higher frame rate, through the model's latent space:
///   q_j(t) = D_j(z(t)) r_j(t),   r_j = D_j(E(q))^-1 q_j at the given frames,
/// with z the spline through the encodings (TimeSpline) and r the same spline through the
/// quaternions that reconstruction leaves over, normalised. Given frames stay unchanged. Root
/// positions follow the spline; bones that change their length follow mocap::resample().
///
/// On 40 recorded clips thinned from 30 to 15 frames per second and restored, the error of joints
/// in the restored frames is 0.14 cm (slerp: 0.30; without the residual: 2.2), and the jerk is 0.8
/// times that of the recordings (slerp: 1.9). A spline through the quaternions themselves does as
/// well: the gain comes from using more than two frames, not from the latents.
///
/// Slow motion by a factor: super_resolve() at factor fps, then set_fps() to what it was.
/// @throws UsageError when the clip is empty, its skeleton is not the model's, fps not positive, or
/// the model one of windows
[[nodiscard]] mocap::Motion super_resolve(const codec::PoseAutoencoder& model,
                                          const mocap::Motion& motion, double fps,
                                          const SuperResolutionOptions& options = {});

}  // namespace poseaae::latent
