#pragma once

#include <optional>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::evaluation {

/// The whole clip as its file has it, with its way through the room, on the joints and at the frame
/// rate of the dataset; none where the file is missing or is not that of the dataset's poses.
[[nodiscard]] std::optional<mocap::Motion> clip_in_world(const dataset::PoseDataset& data,
                                                         const dataset::Clip& clip);

}  // namespace poseaae::evaluation
