#pragma once

#include <memory>
#include <string>

#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// The engine of hand-written loops (poseaae/kernels): networks, kinematics, losses, gradients and
/// Adam without any framework, on the CPU. It computes what the torch engine computes, up to the
/// order of sums, and its state is interchangeable with that one's.
/// @throws TrainingError when the setup asks for what why_not_fused() names
[[nodiscard]] std::unique_ptr<Engine> make_fused_engine(const EngineSetup& setup);

/// What in this setup the fused engine cannot do; empty when it can do all of it.
[[nodiscard]] std::string why_not_fused(const EngineSetup& setup);

}  // namespace poseaae::training
