#include <fmt/format.h>

#include <algorithm>

#include "frames_by_split.hpp"
#include "poseaae/evaluation/study.hpp"

namespace poseaae::evaluation {

namespace {

using codec::PoseAutoencoder;
using dataset::Clip;
using training::Session;

/// The checksums of the clips' files in their order, as the model records them.
std::string files_of(const std::vector<Clip>& clips) {
  std::string files;
  for (const Clip& clip : clips) files += " sha256:" + clip.sha256;
  return files;
}
std::string files_of(const std::string& recorded) {
  const std::string mark = " sha256:";
  std::string files;
  for (auto at = recorded.find(mark); at != std::string::npos; at = recorded.find(mark, at + 1)) {
    files += recorded.substr(at, recorded.find_first_of(" \n", at + 1) - at);
  }
  return files;
}

bool holds(const std::vector<int>& frames, const Clip& clip) {
  const auto first = std::ranges::lower_bound(frames, clip.first);
  return first != frames.end() && *first < clip.first + clip.frames;
}

}  // namespace

dataset::Split frames_by_split(const dataset::PoseDataset& data, const training::Config& config) {
  dataset::SplitOptions options = config.data.split;
  if (options.seed == 0) options.seed = config.training.seed;
  return dataset::split(data, options);
}

std::string data_warning(const PoseAutoencoder& model, const Session& session) {
  const auto& facts = model.data().provenance;
  const auto recorded = facts.find("data_files");
  if (recorded == facts.end()) return "";
  const std::string files = files_of(recorded->second);
  const std::vector<Clip>& clips = session.data.clips;
  const auto seen = [&](const Clip& clip) { return files.find(clip.sha256) != std::string::npos; };
  if (std::ranges::none_of(clips, seen)) return "";
  const std::vector<int> held_out = frames_by_split(session.data, session.config).test;
  const auto leak = std::ranges::find_if(
      clips, [&](const Clip& clip) { return seen(clip) && holds(held_out, clip); });
  if (const auto other = std::ranges::find_if_not(clips, seen); other != clips.end()) {
    return fmt::format(
        "{}: the model did not learn from this version of the file, so the split into training and "
        "held-out poses is not that of its training; the errors of \"train\" poses may include "
        "poses it has never seen{}",
        other->source,
        leak == clips.end() ? "" : ", and those of held-out ones poses it has learned from");
  }
  if (files == files_of(clips)) {
    const auto config = training::Config::parse(model.data().config, "the model", {});
    if (std::ranges::includes(frames_by_split(session.data, config).test, held_out)) return "";
  }
  return fmt::format(
      "{}: expected held-out clips that were held out from the model too, found one that it may "
      "have learned from; measure by the model's own clips and split, or on clips of which it "
      "has seen none",
      leak->source);
}

}  // namespace poseaae::evaluation
