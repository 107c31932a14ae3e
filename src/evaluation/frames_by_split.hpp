#pragma once

#include "poseaae/dataset/split.hpp"
#include "poseaae/training/config.hpp"

namespace poseaae::evaluation {

/// The frames of a dataset by the split of a configuration, those of windows too.
[[nodiscard]] dataset::Split frames_by_split(const dataset::PoseDataset& data,
                                             const training::Config& config);

}  // namespace poseaae::evaluation
