#include "poseaae/dataset/windows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "poseaae/base/error.hpp"

namespace poseaae::dataset {

mocap::Motion motion_of(const PoseDataset& data, const Clip& clip) {
  mocap::Motion motion =
      data.format().motion_of_frames(data.poses.middleRows(clip.first, clip.frames), data.fps);
  for (int t = 0; t < clip.frames; ++t) {
    const float* const at = &data.root_positions[3 * (static_cast<std::size_t>(clip.first) + t)];
    motion.set_root_position(t, {at[0], at[1], at[2]});
  }
  return motion;
}

Batch frames_of(const PoseDataset& data, const codec::PoseFormat& format) {
  Batch frames(data.size(), format.shape().frame_width());
  for (const Clip& clip : data.clips) {
    frames.middleRows(clip.first, clip.frames) = format.frames_of(motion_of(data, clip));
  }
  return frames;
}

void require_windows(const PoseDataset& data, const codec::PoseFormat& format,
                     const std::string& source) {
  if (!format.window()) return;
  if (data.clip_options.root_rotation != mocap::RootRotation::kKeep) {
    throw UsageError(fmt::format(
        "{}: expected a dataset that keeps the root's rotation, since the model is one of windows, "
        "found root rotation '{}'; gather the clips again with --root-rotation keep",
        source, name_of(data.clip_options.root_rotation, mocap::root_rotation_names())));
  }
  const double fps = format.window()->fps;
  if (std::abs(data.fps - fps) > 1e-6 * fps) {
    throw UsageError(
        fmt::format("{0}: expected poses at {1:g} frames per second, as the model of windows has "
                    "them, found {2:g}; gather the clips again with --resample-fps {1:g}",
                    source, fps, data.fps));
  }
}

std::vector<int> window_starts(const PoseDataset& data, std::span<const int> rows, int frames,
                               int step) {
  std::vector<int> clip_of(static_cast<std::size_t>(data.size()));
  for (std::size_t c = 0; c < data.clips.size(); ++c) {
    const auto begin = clip_of.begin() + data.clips[c].first;
    std::fill(begin, begin + data.clips[c].frames, static_cast<int>(c));
  }
  const auto follows = [&](std::size_t i) {
    return rows[i] == rows[i - 1] + 1 && clip_of[rows[i]] == clip_of[rows[i - 1]];
  };
  std::vector<int> starts;
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t end = first + 1;
    while (end < rows.size() && follows(end)) ++end;
    for (std::size_t i = first; i + frames <= end; i += step) starts.push_back(rows[i]);
    first = end;
  }
  return starts;
}

}  // namespace poseaae::dataset
