#pragma once

#include <functional>

#include "poseaae/math/batch.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/training/config.hpp"

namespace poseaae::training {

/// The networks of a configuration before the first step, initialised from its seed. If the linear
/// skip starts at principal components, these are computed from `sample()`, some of the training
/// poses (N, P), which is not called otherwise.
[[nodiscard]] objective::Networks initial_networks(const Config& config,
                                                   const codec::PoseFormat& format,
                                                   const std::function<Batch()>& sample);

}  // namespace poseaae::training
