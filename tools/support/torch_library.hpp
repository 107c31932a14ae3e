#pragma once

#include <string>

#include "poseaae/objective/engine_plugin.hpp"

namespace poseaae::tools {

/// What the shared library with libtorch has, which is installed beside the programs and loaded
/// when first asked for. `otherwise` ends the message where it is missing: what to do without it.
/// @throws TrainingError also when libtorch is missing
[[nodiscard]] const objective::EnginePlugin& torch_library(const std::string& otherwise);

}  // namespace poseaae::tools
