#pragma once

#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// Gives encodings mean 0 and covariance I without changing what any pose is reconstructed to:
/// z' = C^-1/2 (z - m), with m and C the mean and covariance of `latents` (N, Z). Since the
/// encoder's last layer is linear in the encodings and the decoder's first layer (and its skip)
/// linear in z, the map goes into their weights. The symmetric root leaves the dimensions nearest
/// to what they were. A direction in which the encodings hardly vary (below 1e-6 of the largest
/// variance) is not blown up.
///
/// Of a Gaussian encoder the means stay: its variances would no longer be one a dimension.
/// `latents` are changed along.
void standardise(Networks& networks, Batch& latents);
/// The same map of other encodings of the same networks: C^-1/2 (z - m), m and C those of `scale`.
[[nodiscard]] Batch standardised(const Batch& latents, const Batch& scale);

}  // namespace poseaae::training
