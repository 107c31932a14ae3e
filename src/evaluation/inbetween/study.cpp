#include <fmt/format.h>

#include <algorithm>

#include "../frames_by_split.hpp"
#include "../study_tasks.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "runs.hpp"

namespace poseaae::evaluation::inbetween {

using codec::PoseAutoencoder;
using training::Session;

Comparison evaluate_model(const Session& session, const PoseAutoencoder& model,
                          const Options& options) {
  const Data data =
      clips_of(session.data, frames_by_split(session.data, session.config), options.threads);
  log::warn_all(data.warnings);
  return compare(data, methods(session, model, options.threads), options.seed, options.threads);
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
