#pragma once

#include <fmt/format.h>

#include "poseaae/dataset/pose_dataset.hpp"
#include "support/window_model.hpp"

namespace poseaae::test {

/// The walkers as a data set: clips walk_a to walk_i of 120 frames each, with the tag "speed"
/// (slow, middle, fast; three of each) and the label of frames "time", seconds from the clip's
/// beginning.
inline dataset::PoseDataset window_data() {
  const auto motions = walkers();
  const codec::PoseFormat single(motions.front().skeleton());
  dataset::PoseDataset data{.skeleton = motions.front().skeleton(),
                            .fps = motions.front().fps(),
                            .clip_options = {},
                            .poses = {},
                            .root_positions = {},
                            .clips = {},
                            .labels = {}};
  const int frames = motions.front().frames();
  data.poses.resize(frames * std::ssize(motions), 4 * data.skeleton.joints());
  for (std::size_t i = 0; i < motions.size(); ++i) {
    const int first = static_cast<int>(i) * frames;
    data.poses.middleRows(first, frames) = single.rows_of(motions[i]);
    dataset::Clip clip;
    clip.name = fmt::format("walk_{}", static_cast<char>('a' + i));
    clip.first = first;
    clip.frames = frames;
    clip.tags["speed"] = i < 3 ? "slow" : i < 6 ? "middle" : "fast";
    data.clips.push_back(std::move(clip));
    for (int t = 0; t < frames; ++t) {
      const mocap::Vec3 at = motions[i].root_position(t);
      for (const double value : at) data.root_positions.push_back(static_cast<float>(value));
      data.labels["time"].push_back(static_cast<float>(t / data.fps));
    }
  }
  return data;
}

}  // namespace poseaae::test
