#pragma once

#include "poseaae/training/engine_choice.hpp"

namespace poseaae::tools {

/// The torch engine from the shared library installed beside the programs, loaded when first
/// needed. Its factory throws TrainingError when the library or libtorch is missing.
[[nodiscard]] training::TensorBackend torch_plugin();

}  // namespace poseaae::tools
