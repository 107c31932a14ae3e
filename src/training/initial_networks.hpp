#pragma once

#include <functional>

#include "poseaae/training/config.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// The networks of a configuration before the first step, initialised from its seed; a linear skip
/// that starts at principal components takes them from `sample`, some of the poses to learn from
/// (N, P), which is not asked for otherwise.
[[nodiscard]] Networks initial_networks(const Config& config, const mocap::Skeleton& skeleton,
                                        const std::function<Batch()>& sample);

}  // namespace poseaae::training
