#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "../world_clip.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/dataset/windows.hpp"
#include "poseaae/evaluation/motion.hpp"

namespace poseaae::evaluation::motion {

namespace {

using dataset::PoseDataset;

/// The way through the room is in the data, or in the file.
mocap::Motion in_room(const PoseDataset& data, const dataset::Clip& clip) {
  if (data.clip_options.root_rotation == mocap::RootRotation::kKeep) {
    return dataset::motion_of(data, clip);
  }
  auto motion = clip_in_world(data, clip);
  if (motion) return std::move(*motion);
  throw InputError(fmt::format(
      "{}: expected the whole clip that the data were gathered from, for its way through the room; "
      "its file is missing, has changed, or only a range of it was used",
      clip.source));
}

/// Frames [first, last) of the clip that are among ascending rows, in stretches.
std::vector<std::pair<int, int>> stretches_of(const dataset::Clip& clip,
                                              const std::vector<int>& rows) {
  std::vector<std::pair<int, int>> stretches;
  auto row = std::ranges::lower_bound(rows, clip.first);
  for (; row != rows.end() && *row < clip.first + clip.frames; ++row) {
    const int frame = *row - clip.first;
    if (stretches.empty() || stretches.back().second != frame) stretches.emplace_back(frame, frame);
    ++stretches.back().second;
  }
  return stretches;
}

}  // namespace

Recordings recordings_of(const training::Session& session, int threads) {
  const PoseDataset& data = session.data;
  dataset::SplitOptions options = session.config.data.split;
  if (options.seed == 0) options.seed = session.config.training.seed;
  const dataset::Split split = dataset::split(data, options);
  std::vector<Recordings> found(data.clips.size());
  parallel_for(data.clips.size(), threads, [&](std::size_t c) {
    const mocap::Motion clip = in_room(data, data.clips[c]);
    const auto take = [&](const std::vector<int>& rows, std::vector<Recording>& into) {
      for (const auto& [first, last] : stretches_of(data.clips[c], rows)) {
        if (last - first < kWindow) continue;
        into.push_back({clip.slice(first, last), static_cast<int>(c)});
      }
    };
    take(split.train, found[c].train);
    take(split.test, found[c].held_out);
  });
  Recordings all;
  for (Recordings& of_clip : found) {
    std::ranges::move(of_clip.train, std::back_inserter(all.train));
    std::ranges::move(of_clip.held_out, std::back_inserter(all.held_out));
  }
  if (all.train.empty() || all.held_out.empty()) {
    throw UsageError(
        fmt::format("data.split: measuring motion expects stretches of {} frames or more, held out "
                    "and to learn from, found none; use longer clips, or data.split=clip",
                    kWindow));
  }
  return all;
}

std::vector<Recording> beginnings_of(const std::vector<Recording>& recordings, double seconds) {
  double total_s = 0.0;
  for (const Recording& recording : recordings) {
    total_s += recording.motion.frames() / recording.motion.fps();
  }
  const double share = total_s > seconds ? seconds / total_s : 1.0;
  std::vector<Recording> beginnings;
  for (const auto& [motion, clip] : recordings) {
    const int wanted = std::max(kWindow, static_cast<int>(std::lround(share * motion.frames())));
    beginnings.push_back({motion.slice(0, std::min(wanted, motion.frames())), clip});
  }
  return beginnings;
}

}  // namespace poseaae::evaluation::motion
