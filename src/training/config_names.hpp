#pragma once

#include "poseaae/training/config.hpp"

/// Names of a configuration's choices, as files and messages have them.
namespace poseaae::training {

[[nodiscard]] const config::Names<Preset>& preset_names();
[[nodiscard]] const config::Names<ModelKind>& kind_names();
[[nodiscard]] const config::Names<SkipStart>& skip_names();

}  // namespace poseaae::training
