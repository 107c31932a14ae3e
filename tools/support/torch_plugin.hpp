#pragma once

#include "poseaae/training/engine_choice.hpp"

namespace poseaae::tools {

/// The torch engine out of the shared library that is installed beside the programs, loaded when
/// first asked for. Its factory throws TrainingError when the library or libtorch is missing.
[[nodiscard]] training::TensorBackend torch_plugin();

}  // namespace poseaae::tools
