#pragma once

#include <span>
#include <string>
#include <vector>

#include "poseaae/codec/pose_format.hpp"
#include "poseaae/dataset/pose_dataset.hpp"

namespace poseaae::dataset {

/// The motion of a clip: its rows, as they travel through the room.
[[nodiscard]] mocap::Motion motion_of(const PoseDataset& data, const Clip& clip);

/// (N, P / W): the frames of all poses, in a format of windows; each clip has its own way and its
/// own floor (codec::PoseFormat::frames_of()).
[[nodiscard]] Batch frames_of(const PoseDataset& data, const codec::PoseFormat& format);

/// Windows have headings and the rate of their frames in them. @throws UsageError, in a format of
/// windows, on a dataset that has lost its headings or has another rate, with `source` in front
void require_windows(const PoseDataset& data, const codec::PoseFormat& format,
                     const std::string& source);

/// Rows at which windows of `frames` begin that lie in one clip and in `rows` (ascending): of each
/// stretch of consecutive rows the first, and every `step` on.
[[nodiscard]] std::vector<int> window_starts(const PoseDataset& data, std::span<const int> rows,
                                             int frames, int step = 1);

}  // namespace poseaae::dataset
