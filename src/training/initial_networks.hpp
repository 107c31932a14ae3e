#pragma once

#include "poseaae/training/config.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// The networks of a configuration before the first step, drawn from its seed; a linear skip that
/// starts at principal components takes them from `poses` (N, P), some of those to learn from.
[[nodiscard]] Networks initial_networks(const Config& config, const mocap::Skeleton& skeleton,
                                        const Batch& poses);

}  // namespace poseaae::training
