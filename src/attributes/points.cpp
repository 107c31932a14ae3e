#include "attributes/points.hpp"

#include <vector>

#include "poseaae/dataset/windows.hpp"
#include "poseaae/latent/decode.hpp"

namespace poseaae::attributes {

namespace {

/// The rows of a data set at these numbers, clip by clip as many as `counts` say.
dataset::PoseDataset picked(const dataset::PoseDataset& from, const std::vector<int>& rows,
                            const std::vector<int>& counts, double fps) {
  dataset::PoseDataset data{.skeleton = from.skeleton,
                            .fps = fps,
                            .clip_options = from.clip_options,
                            .poses = from.poses(rows, Eigen::all),
                            .root_positions = {},
                            .clips = from.clips,
                            .labels = {}};
  int first = 0;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    data.clips[c].first = first;
    data.clips[c].frames = counts[c];
    first += counts[c];
  }
  for (const int row : rows) {
    for (int i = 0; i < 3; ++i) {
      data.root_positions.push_back(from.root_positions[3 * static_cast<std::size_t>(row) + i]);
    }
    for (const auto& [name, values] : from.labels) {
      data.labels[name].push_back(values[static_cast<std::size_t>(row)]);
    }
  }
  return data;
}

}  // namespace

Encoded encoded(const codec::PoseAutoencoder& model, const dataset::PoseDataset& gathered) {
  const codec::PoseFormat& format = model.format();
  if (!format.window()) {
    format.require(gathered.poses);
    return {{}, model.encode(gathered.poses), {}};
  }
  format.require(gathered.skeleton);
  dataset::require_windows(gathered, format, "poses");
  const Batch frames = dataset::frames_of(gathered, format);
  std::vector<int> rows;
  std::vector<int> counts;
  std::vector<Batch> latents;
  for (const dataset::Clip& clip : gathered.clips) {
    const auto moments = latent::moments_of(format, clip.frames);
    for (const int t : moments) rows.push_back(clip.first + t);
    counts.push_back(static_cast<int>(moments.size()));
    latents.push_back(model.encode(
        format.rows_of_frames(frames.middleRows(clip.first, format.frames_inside(clip.frames)))));
  }
  Encoded result{picked(gathered, rows, counts, gathered.fps / format.hop()),
                 Batch(static_cast<Eigen::Index>(rows.size()), model.latent_dim()),
                 frames.leftCols(format.shape().rotations())};
  Eigen::Index row = 0;
  for (const Batch& part : latents) {
    result.latents.middleRows(row, part.rows()) = part;
    row += part.rows();
  }
  return result;
}

}  // namespace poseaae::attributes
