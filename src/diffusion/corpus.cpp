#include "poseaae/diffusion/corpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "poseaae/base/error.hpp"

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

Corpus encode_corpus(const codec::PoseAutoencoder& model, const dataset::PoseDataset& data,
                     const std::vector<int>& rows, const LabelSet& labels) {
  model.format().require(data.poses);
  Corpus corpus{{}, {}, labels};
  for (const Stretch& stretch : stretches_of(data, rows)) {
    corpus.paths.push_back(
        {model.encode(data.poses.middleRows(stretch.first, stretch.frames)), data.fps});
    const auto& tags = data.clips[static_cast<std::size_t>(stretch.clip)].tags;
    const auto tag = tags.find(labels.key);
    const bool labelled = !labels.values.empty() && tag != tags.end() && !tag->second.empty();
    corpus.path_labels.push_back(labelled ? labels.index_of(tag->second) : LabelSet::kNone);
  }
  return corpus;
}

}  // namespace poseaae::diffusion
