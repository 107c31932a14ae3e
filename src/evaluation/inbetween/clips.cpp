#include <fmt/format.h>

#include <algorithm>

#include "../world_clip.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/inbetween.hpp"
#include "runs.hpp"

namespace poseaae::evaluation::inbetween {

Data clips_of(const dataset::PoseDataset& data, const dataset::Split& split, int threads) {
  if (split.kind != dataset::SplitKind::kClip) {
    throw UsageError(
        "data.split: in-betweening expects whole clips held out, found parts of clips; set "
        "data.split=clip, or use --folds");
  }
  std::vector<Source> sources;
  for (const dataset::Clip& clip : data.clips) {
    const auto read = [&data, &clip] {
      auto motion = clip_in_world(data, clip);
      if (motion) return mocap::Clip{std::move(*motion)};
      throw InputError(fmt::format(
          "{}: expected the whole clip that the data were gathered from, for its way through the "
          "room; its file is missing, has changed, or only a range of it was used",
          clip.source));
    };
    sources.push_back({clip.name, read, std::ranges::binary_search(split.test, clip.first)});
  }
  return cut_windows(sources, {}, threads);
}

Comparison cross_validate(const dataset::PoseDataset& data, const dataset::SplitOptions& split,
                          int folds, const std::vector<Method>& methods, std::uint64_t seed,
                          int threads) {
  const auto compared = [&](const dataset::SplitOptions& held_out) {
    const Data windows = clips_of(data, dataset::split(data, held_out), threads);
    log::warn_all(windows.warnings);
    return compare(windows, methods, seed, threads);
  };
  if (folds == 0) return compared(split);
  std::vector<Run> runs;
  for (int fold = 0; fold < folds; ++fold) {
    dataset::SplitOptions held_out = split;
    held_out.kind = dataset::SplitKind::kClip;
    held_out.folds = folds;
    held_out.fold = fold;
    runs.push_back({fmt::format("fold {}", fold), compared(held_out)});
  }
  return over_all(fmt::format("{} folds by clip", folds), std::move(runs));
}

}  // namespace poseaae::evaluation::inbetween
