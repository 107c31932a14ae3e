#include "poseaae/diffusion/corpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/windows.hpp"

namespace poseaae::diffusion {

std::vector<Stretch> stretches_of(const dataset::PoseDataset& data, const std::vector<int>& rows) {
  std::vector<Stretch> stretches;
  std::size_t clip = 0;
  for (const int row : rows) {
    // Both rows and clips ascend.
    while (clip + 1 < data.clips.size() && row >= data.clips[clip + 1].first) ++clip;
    const auto number = static_cast<int>(clip);
    if (!stretches.empty() && stretches.back().clip == number &&
        row == stretches.back().first + stretches.back().frames) {
      ++stretches.back().frames;
    } else {
      stretches.push_back({number, row, 1});
    }
  }
  return stretches;
}

std::vector<int> frames_of_rows(const dataset::PoseDataset& data, const std::vector<int>& rows,
                                const codec::PoseFormat& format) {
  std::vector<int> covered;
  for (const int start : rows) {
    const int end = std::min(start + format.shape().frames, data.size());
    const int first = covered.empty() ? start : std::max(start, covered.back() + 1);
    for (int t = first; t < end; ++t) covered.push_back(t);
  }
  return covered;
}

LabelSet labels_of(const dataset::PoseDataset& data, const std::string& key) {
  if (key.empty()) return {};
  std::set<std::string> values;
  std::set<std::string> known;
  for (const auto& clip : data.clips) {
    for (const auto& [name, value] : clip.tags) {
      known.insert(name);
      if (name == key && !value.empty()) values.insert(value);
    }
  }
  if (values.empty()) {
    throw UsageError(fmt::format(
        "label '{}': found on no clip; {}", key,
        known.empty()
            ? "--label-pattern reads labels from clip names, as in {content}_{style}_{take}"
            : fmt::format("expected one of {}", fmt::join(known, ", "))));
  }
  return {key, {values.begin(), values.end()}};
}

namespace {

/// The paths through windows of these frames that begin at each of the first `hop` of them.
std::vector<LatentPath> paths_through(const codec::PoseAutoencoder& model, const Batch& frames) {
  const codec::PoseFormat& format = model.format();
  const auto count = static_cast<int>(frames.rows());
  std::vector<LatentPath> paths;
  for (int first = 0; first < format.hop(); ++first) {
    if (count - first < format.shape().frames) break;
    const Batch rows =
        format.rows_of_frames(frames.middleRows(first, format.frames_inside(count - first)));
    paths.push_back({model.encode(rows), model.data().fps / format.hop()});
  }
  return paths;
}

}  // namespace

Corpus encode_corpus(const codec::PoseAutoencoder& model, const dataset::PoseDataset& data,
                     const std::vector<int>& rows, const LabelSet& labels) {
  const codec::PoseFormat& format = model.format();
  const bool windows = format.window().has_value();
  if (windows) {
    format.require(data.skeleton);
    dataset::require_windows(data, format, "poses");
  } else {
    format.require(data.poses);
  }
  const Batch frames = windows ? dataset::frames_of(data, format) : Batch();
  Corpus corpus{{}, {}, labels};
  for (const Stretch& stretch : stretches_of(data, frames_of_rows(data, rows, format))) {
    std::vector<LatentPath> paths;
    if (windows) {
      paths = paths_through(model, frames.middleRows(stretch.first, stretch.frames));
    } else {
      paths.push_back(
          {model.encode(data.poses.middleRows(stretch.first, stretch.frames)), data.fps});
    }
    const auto& tags = data.clips[static_cast<std::size_t>(stretch.clip)].tags;
    const auto tag = tags.find(labels.key);
    const bool labelled = !labels.values.empty() && tag != tags.end() && !tag->second.empty();
    corpus.path_labels.insert(corpus.path_labels.end(), paths.size(),
                              labelled ? labels.index_of(tag->second) : LabelSet::kNone);
    std::ranges::move(paths, std::back_inserter(corpus.paths));
  }
  return corpus;
}

}  // namespace poseaae::diffusion
