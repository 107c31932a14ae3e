#pragma once

#include <memory>

#include "poseaae/objective/engine.hpp"

namespace poseaae::torch_engine {

/// The reference engine: networks, losses and Adam as libtorch tensor operations with autograd, on
/// a CPU or a GPU. This header names no libtorch type.
/// @throws TrainingError when training.device is cuda and there is none
[[nodiscard]] std::unique_ptr<objective::Engine> make_torch_engine(
    const objective::EngineSetup& setup);

/// Whether libtorch finds a GPU.
[[nodiscard]] bool has_gpu();

}  // namespace poseaae::torch_engine
