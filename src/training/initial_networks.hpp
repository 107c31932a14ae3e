#pragma once

#include "poseaae/dataset/pose_rows.hpp"
#include "poseaae/training/config.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// The networks of a configuration before the first step, drawn from its seed; a linear skip that
/// starts at principal components takes them from the training poses (N, P).
[[nodiscard]] Networks initial_networks(const Config& config, const mocap::Skeleton& skeleton,
                                        const dataset::PoseRows& poses);

}  // namespace poseaae::training
