#pragma once

#include <functional>

#include "poseaae/math/batch.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/training/config.hpp"

namespace poseaae::training {

/// The networks of a configuration before the first step, initialised from its seed; a
/// discriminator of generated poses only where a loss needs it. If the linear skip starts at
/// principal components, these are computed from `sample()`, some of the training poses (N, P),
/// which is not called otherwise. `body` is the joint that carries the body.
[[nodiscard]] objective::Networks initial_networks(const Config& config,
                                                   const codec::PoseFormat& format, int body,
                                                   const std::function<Batch()>& sample);

/// The networks' discriminator of generated poses, which sees positions of joints, with a first
/// layer that does not learn: it takes from each number its mean over `poses` (N, P), and divides
/// by the root of the joint's mean variance, so that all joints count alike. Nothing where there is
/// none.
void see_standardised_positions(objective::EngineSetup& setup, const Batch& poses);

/// Makes the decoder give the joint as it stands in `pose`, a row (1, P): no output of its numbers
/// depends on the input, and as none of the losses depends on them either (Objective::body), they
/// stay.
void hold_still(nn::Network& decoder, const codec::PoseFormat& format, int joint,
                const Batch& pose);

}  // namespace poseaae::training
