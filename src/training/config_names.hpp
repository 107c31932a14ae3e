#pragma once

#include "poseaae/training/config.hpp"

/// Names of the choices in a configuration, as used in files and messages.
namespace poseaae::training {

[[nodiscard]] const Names<objective::Preset>& preset_names();
[[nodiscard]] const Names<objective::ModelKind>& kind_names();
[[nodiscard]] const Names<SkipStart>& skip_names();
[[nodiscard]] const Names<LatentSpace>& space_names();

}  // namespace poseaae::training
