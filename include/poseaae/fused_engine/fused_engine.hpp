#pragma once

#include <memory>
#include <string>

#include "poseaae/objective/engine.hpp"

namespace poseaae::fused_engine {

/// The fused engine: networks, kinematics, losses, gradients and Adam as hand-written loops on the
/// CPU (poseaae/kernels), without a framework. It computes the same as the torch engine, up to the
/// order of sums, and their states are interchangeable.
/// @throws TrainingError when the setup needs what why_not_fused() names
[[nodiscard]] std::unique_ptr<objective::Engine> make_fused_engine(
    const objective::EngineSetup& setup);

/// What this setup needs that the fused engine lacks; empty if nothing.
[[nodiscard]] std::string why_not_fused(const objective::EngineSetup& setup);

}  // namespace poseaae::fused_engine
