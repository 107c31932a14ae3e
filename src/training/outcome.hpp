#pragma once

#include "poseaae/training/trainer.hpp"
#include "training/checkpoint.hpp"

namespace poseaae::training {

/// What the models of a run are worth that ends with this progress, and whose last networks the
/// engine has. @throws InputError, ModelError when last.safetensors cannot be read
[[nodiscard]] Outcome outcome_of(const Session& session, const RunFolder& folder,
                                 const Progress& progress, objective::Engine& engine);

}  // namespace poseaae::training
