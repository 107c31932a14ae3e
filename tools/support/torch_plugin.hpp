#pragma once

#include "poseaae/training/engine_choice.hpp"

namespace poseaae::tools {

/// training::make_engine() with the torch engine from the shared library installed beside the
/// programs, which is loaded when first needed. @throws TrainingError also when that library or
/// libtorch is missing
[[nodiscard]] std::unique_ptr<objective::Engine> make_engine(const objective::EngineSetup& setup);

}  // namespace poseaae::tools
