#include "study_tasks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/objective/loss_terms.hpp"
#include "poseaae/training/trainer.hpp"

namespace poseaae::evaluation {

namespace {

using training::Config;
using training::Session;

constexpr double kKlWeight = 0.01;  // where a configuration has none
constexpr double kMmdWeight = 10.0;
constexpr double kBeta = 4.0;

/// One cell of a study: the method and its baselines on one split, with one seed.
struct Task {
  int fold = 0;
  std::uint64_t seed = 0;
  [[nodiscard]] std::string label() const { return fmt::format("fold {} seed {}", fold, seed); }
};

std::vector<Task> tasks_of(const Study& study, std::uint64_t first_seed) {
  std::vector<Task> tasks;
  for (int fold = 0; fold < std::max(1, study.folds); ++fold) {
    for (int s = 0; s < study.seeds; ++s) {
      tasks.push_back({fold, first_seed + static_cast<std::uint64_t>(s)});
    }
  }
  return tasks;
}

Config config_of(Config config, const Study& study, const Task& task) {
  dataset::SplitOptions& split = config.data.split;
  // The split must not follow the seed of training.
  if (split.seed == 0) split.seed = config.training.seed;
  config.training.seed = task.seed;
  config.engine.threads = 1;
  if (study.folds > 0) {
    split.kind = dataset::SplitKind::kClip;
    split.folds = study.folds;
    split.fold = task.fold;
  }
  return config;
}

/// Adds the reports of methods, means over the tasks, and each run.
void gather(Comparison& comparison, const std::vector<std::string>& methods,
            const std::vector<std::vector<Report>>& by_task) {
  for (std::size_t method = 0; method < methods.size(); ++method) {
    std::vector<Report> runs;
    for (const auto& reports : by_task) runs.push_back(reports[method]);
    comparison.reports.push_back(over_runs(methods[method], runs));
    comparison.runs.insert(comparison.runs.end(), runs.begin(), runs.end());
  }
}

}  // namespace

Config of_kind(Config config, const std::string& name) {
  using objective::ModelKind;
  const auto become = [&](ModelKind kind, const char* term, double otherwise, double times) {
    config.model.kind = kind;
    double& weight = config.losses.weights.at(objective::term_index(term));
    weight = times * (weight > 0.0 ? weight : otherwise);
  };
  if (name == "ae") config.model.kind = ModelKind::kAe;
  if (name == "vae") become(ModelKind::kVae, "kl", kKlWeight, 1.0);
  if (name == "beta-vae") become(ModelKind::kVae, "kl", kKlWeight, kBeta);
  if (name == "wae") become(ModelKind::kWae, "mmd", kMmdWeight, 1.0);
  for (std::size_t i = 0; i < objective::loss_terms().size(); ++i) {
    const objective::LossTerm& term = objective::loss_terms()[i];
    if (term.judges_poses && !term.counts(config.model.kind)) config.losses.weights[i] = 0.0;
  }
  return config;
}

std::string folder_of(std::string kind, const std::string& label) {
  if (!label.empty()) kind += " " + label;
  std::replace(kind.begin(), kind.end(), ' ', '_');
  return kind;
}

void check_baselines(const std::vector<std::string>& names, const std::vector<std::string>& known) {
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string nearest = nearest_word(name, known);
    throw UsageError(fmt::format("baselines: got '{}', expected {}{}", name, fmt::join(known, ", "),
                                 nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
  }
}

std::vector<PlannedRun> planned_runs(const Config& config,
                                     const std::vector<std::string>& baselines,
                                     const BaselineConfig& config_of_baseline) {
  std::vector<PlannedRun> runs;
  for (const std::string& name : baselines) {
    if (name != "pca") runs.push_back({name, config_of_baseline(config, name)});
  }
  return runs;
}

std::vector<PlannedRun> planned_runs(const std::string& name, const Config& config,
                                     const Study& study, const BaselineConfig& config_of_baseline) {
  std::vector<PlannedRun> runs;
  for (const Task& task : tasks_of(study, config.training.seed)) {
    const Config own = config_of(config, study, task);
    runs.push_back({folder_of(name, task.label()), own});
    for (auto& [baseline, changed] : planned_runs(own, study.baselines, config_of_baseline)) {
      runs.push_back({folder_of(baseline, task.label()), std::move(changed)});
    }
  }
  return runs;
}

codec::PoseAutoencoder trained_model(const Experiment& experiment, const std::string& name,
                                     const Session& session) {
  const training::RunFolder folder(experiment.runs / name, training::RunFolder::Mode::kOverwrite);
  training::train(session, folder, experiment.engine, {.quiet = true});
  log::close_files();
  return codec::load_model(folder.last());
}

void compare_first(std::vector<Report>& reports, const std::vector<std::string>& baselines) {
  const auto error = [](const Report& report) { return report.value("reconstruction", "mpjpe"); };
  for (std::size_t i = 0; i < baselines.size(); ++i) {
    reports.front().measures.push_back({"baselines", "mpjpe / " + baselines[i], "",
                                        error(reports.front()) / error(reports[i + 1])});
  }
}

Comparison run_cells(const Experiment& experiment, const std::string& name, const Config& config,
                     const Study& study, const RunCell& run) {
  study.validate();
  const std::vector<Task> tasks = tasks_of(study, config.training.seed);
  const Session first = training::prepare(config_of(config, study, tasks.front()));
  Comparison comparison{name, first.data.skeleton, first.data.fps, {}, {}};
  // Runs write their models at the same time, which not every HDF5 can.
  const int jobs = h5::thread_safe() ? thread_count(study.jobs) : 1;
  Experiment single = experiment;
  if (jobs > 1) single.options.threads = 1;
  std::vector<std::vector<Report>> reports(tasks.size());
  parallel_for(tasks.size(), jobs, [&](std::size_t i) {
    if (interrupt_requested()) throw Interrupted("interrupted");
    reports[i] = run(single, config_of(config, study, tasks[i]), tasks[i].label());
  });
  std::vector<std::string> methods{name};
  methods.insert(methods.end(), study.baselines.begin(), study.baselines.end());
  gather(comparison, methods, reports);
  return comparison;
}

}  // namespace poseaae::evaluation
