#pragma once

#include "poseaae/base/random.hpp"
#include "poseaae/codec/latent_statistics.hpp"

namespace poseaae::latent::test {

/// (N, 2): half of them N(-2, 0.16^2) in the first coordinate, half N(2, 0.16^2), N(0, 1) in the
/// other. The covariance is diag(4.03, 1).
inline Batch two_heaps(int count = 4000, std::uint64_t seed = 5) {
  Random random(seed);
  Batch points(count, 2);
  for (int n = 0; n < count; ++n) {
    const double side = random.uniform() < 0.5 ? -2.0 : 2.0;
    points(n, 0) = static_cast<float>(side + 0.16 * random.normal());
    points(n, 1) = static_cast<float>(random.normal());
  }
  return points;
}

/// A model's statistics of them, with a mixture and a flow.
inline codec::LatentStatistics two_heaps_model() {
  return codec::LatentStatistics::with_mixture(two_heaps());
}

}  // namespace poseaae::latent::test
