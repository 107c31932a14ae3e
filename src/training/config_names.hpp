#pragma once

#include "poseaae/training/config.hpp"

/// Names of the choices in a configuration, as used in files and messages.
namespace poseaae::training {

[[nodiscard]] const config::Names<Preset>& preset_names();
[[nodiscard]] const config::Names<ModelKind>& kind_names();
[[nodiscard]] const config::Names<SkipStart>& skip_names();

}  // namespace poseaae::training
