#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::training {

/// Gives the encodings mean 0 and covariance I without changing any reconstruction:
/// z' = C^-1/2 (z - m), with m and C the mean and covariance of `latents` (N, Z). Since the
/// encoder's last layer is linear in the encodings and the decoder's first layer (and its skip)
/// linear in z, the map goes into their weights. The symmetric root changes the dimensions as
/// little as possible. A direction with hardly any variance (below 1e-6 of the largest) is not
/// scaled up.
///
/// Of a Gaussian encoder only the means are kept, since the map would make the covariance of an
/// encoding non-diagonal. `latents` are mapped too.
void standardise(objective::Networks& networks, Batch& latents);
/// The same map for other encodings of the same networks: C^-1/2 (z - m), m and C being those of
/// `scale`.
[[nodiscard]] Batch standardised(const Batch& latents, const Batch& scale);

}  // namespace poseaae::training
