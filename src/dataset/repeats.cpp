#include "poseaae/dataset/repeats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace poseaae::dataset {

namespace {

/// The bytes of a pose.
std::string_view bytes_of(const PoseDataset& data, int row) {
  return {reinterpret_cast<const char*>(data.poses.row(row).data()),
          static_cast<std::size_t>(data.pose_dim()) * sizeof(float)};
}

using Clips = std::vector<const Clip*>;
using Pair = std::pair<const Clip*, const Clip*>;

/// The first two clips that share a pose, if any do.
std::optional<Pair> sharing_a_pose(const PoseDataset& data, const Clips& clips) {
  std::unordered_map<std::string_view, const Clip*> owners;
  for (const Clip* clip : clips) {
    for (int row = clip->first; row < clip->first + clip->frames; ++row) {
      const Clip* owner = owners.try_emplace(bytes_of(data, row), clip).first->second;
      if (owner != clip) return Pair(owner, clip);
    }
  }
  return std::nullopt;
}

/// Whether any of these rows, which ascend, is of the clip.
bool has_rows_of(const std::vector<int>& rows, const Clip& clip) {
  const auto first = std::lower_bound(rows.begin(), rows.end(), clip.first);
  return first != rows.end() && *first < clip.first + clip.frames;
}

/// One that is learned and one that is held out, where whole clips are.
std::optional<Pair> separated(const Split& split, const Clips& clips) {
  if (split.kind != SplitKind::kClip) return std::nullopt;
  const auto in = [&](const std::vector<int>& rows) {
    return std::ranges::find_if(clips, [&](const Clip* clip) { return has_rows_of(rows, *clip); });
  };
  const auto learned = in(split.train);
  const auto held_out = in(split.test);
  if (learned == clips.end() || held_out == clips.end()) return std::nullopt;
  return Pair(*learned, *held_out);
}

std::string warning(const Pair& pair, bool on_both_sides) {
  const auto& [a, b] = pair;
  return (a->source == b->source
              ? fmt::format("{}: the same file is given twice", a->source)
              : fmt::format("{} and {}: these are the same file", a->source, b->source)) +
         (on_both_sides ? ", in the training set and in the test set, so the test error is too low"
                        : ", so its poses count twice") +
         "; leave one of them out";
}

/// What is wrong with the clips of one file; "" for nothing.
std::string complaint(const PoseDataset& data, const Split& split, const Clips& clips) {
  if (const auto pair = separated(split, clips)) return warning(*pair, true);
  const auto pair = sharing_a_pose(data, clips);
  if (!pair) return "";
  const auto& [a, b] = *pair;
  const auto learned_and_held_out = [&](const Clip& one, const Clip& other) {
    return has_rows_of(split.train, one) && has_rows_of(split.test, other);
  };
  return warning(*pair, learned_and_held_out(*a, *b) || learned_and_held_out(*b, *a));
}

}  // namespace

std::vector<std::string> repeated_clips(const PoseDataset& data, const Split& split) {
  std::map<std::string_view, Clips> files;
  for (const Clip& clip : data.clips) {
    if (!clip.sha256.empty()) files[clip.sha256].push_back(&clip);
  }
  std::vector<std::string> warnings;
  for (const auto& [sha256, clips] : files) {
    if (clips.size() < 2) continue;
    std::string text = complaint(data, split, clips);
    if (!text.empty()) warnings.push_back(std::move(text));
  }
  return warnings;
}

}  // namespace poseaae::dataset
