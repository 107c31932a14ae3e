#pragma once

namespace poseaae::kernels {

/// The logarithm of the variance that a Gaussian encoder gives a latent counts as at most this, in
/// samples and in their divergence from the prior; gradients are those at the bound, so that the
/// divergence leads it back. At the bound, latents spread twelve times as far as the prior, which
/// no encoder comes to that has learned anything. Without it, e^l of one row that is unlike all
/// others is larger than all losses of its batch together, and training does not recover.
inline constexpr double kLargestLogVariance = 5.0;

}  // namespace poseaae::kernels
