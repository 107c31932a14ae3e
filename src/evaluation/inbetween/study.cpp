#include <fmt/format.h>

#include <algorithm>

#include "../study_tasks.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "runs.hpp"

namespace poseaae::evaluation::inbetween {

namespace {

using codec::PoseAutoencoder;
using training::Session;

/// The frames of a dataset by the split of a configuration, those of windows too.
dataset::Split split_of(const dataset::PoseDataset& data, const training::Config& config) {
  dataset::SplitOptions options = config.data.split;
  if (options.seed == 0) options.seed = config.training.seed;
  return dataset::split(data, options);
}

/// The checksums of the clips' files in their order, as the model records them.
std::string files_of(const std::vector<dataset::Clip>& clips) {
  std::string files;
  for (const dataset::Clip& clip : clips) files += " sha256:" + clip.sha256;
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

}  // namespace

Comparison evaluate_model(const Session& session, const PoseAutoencoder& model,
                          const Options& options) {
  const Data data = clips_of(session.data, split_of(session.data, session.config), options.threads);
  log::warn_all(data.warnings);
  return compare(data, methods(session, model, options.threads), options.seed, options.threads);
}

std::string leakage_warning(const PoseAutoencoder& model, const Session& session) {
  const auto& facts = model.data().provenance;
  const auto recorded = facts.find("data_files");
  if (recorded == facts.end()) return "";
  const std::string files = files_of(recorded->second);
  const std::vector<int> held_out = split_of(session.data, session.config).test;
  if (files == files_of(session.data.clips)) {
    const auto config = training::Config::parse(model.data().config, "the model", {});
    if (std::ranges::includes(split_of(session.data, config).test, held_out)) return "";
  }
  for (const dataset::Clip& clip : session.data.clips) {
    if (!std::ranges::binary_search(held_out, clip.first)) continue;
    if (files.find(clip.sha256) == std::string::npos) continue;
    return fmt::format(
        "{}: expected held-out clips that were held out from the model too, found one that it may "
        "have learned from; measure by the model's own clips and split, or on clips of which it "
        "has seen none",
        clip.source);
  }
  return "";
}

Comparison cross_validate(const Experiment& experiment, const std::string& name,
                          const training::Config& config, const Study& study) {
  study.validate();
  std::vector<Run> runs;
  for (const PlannedRun& planned : motion::planned_runs(name, config, study)) {
    if (interrupt_requested()) throw Interrupted("interrupted");
    const Session session = training::prepare(planned.config);
    log::warn_all(session.warnings);
    const PoseAutoencoder model = trained_model(experiment, planned.name, session);
    runs.push_back({planned.name, evaluate_model(session, model, experiment.options)});
  }
  if (runs.size() == 1) return std::move(runs.front().comparison);
  const std::string folds = study.folds > 0 ? fmt::format("{} folds by clip", study.folds) : "";
  const std::string seeds = study.seeds > 1 ? fmt::format("{} seeds", study.seeds) : "";
  return over_all(folds + (folds.empty() || seeds.empty() ? "" : ", ") + seeds, std::move(runs));
}

}  // namespace poseaae::evaluation::inbetween
