#include <chrono>

#include "../study_tasks.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/motion.hpp"

namespace poseaae::evaluation::motion {

namespace {

using codec::PoseAutoencoder;
using training::Config;
using training::Session;

/// Single poses without the body's rotation, learned from the same clips for as many epochs.
Config of_poses(const Config& config) {
  constexpr int kLatents = 16;
  Config poses(objective::Preset::kBest);
  poses.data = config.data;
  // The clips of a dataset file are as they were when it was gathered.
  if (!config.data.source.gathered()) {
    poses.data.source.clip.root_rotation = mocap::RootRotation::kRemove;
  }
  poses.model.latent = kLatents;
  poses.training.epochs = config.training.epochs;
  poses.training.seed = config.training.seed;
  poses.engine.kind = config.engine.kind;
  poses.engine.device = config.engine.device;
  poses.engine.threads = config.engine.threads;
  poses.output = config.output;
  return poses;
}

Config config_of_baseline(Config config, const std::string& name) {
  return name == "pose" ? of_poses(config) : of_kind(std::move(config), name);
}

PoseAutoencoder baseline(const Experiment& experiment, const Session& session,
                         const std::string& name, const std::string& folder) {
  if (name == "pca") return principal_components(session);
  return trained_model(experiment, folder,
                       training::prepare(config_of_baseline(session.config, name)));
}

/// The reports of one cell: the method's, then each baseline's.
std::vector<Report> run(const Experiment& experiment, const std::string& name, const Config& config,
                        const std::vector<std::string>& baselines, const std::string& label) {
  const Session session = training::prepare(config);
  const Evaluator evaluator(recordings_of(session, experiment.options.threads), experiment.options);
  const auto measured = [&](const std::string& method, PoseAutoencoder model) {
    return evaluator.evaluate(codec_of(method + " " + label, std::move(model)));
  };
  const auto start = std::chrono::steady_clock::now();
  PoseAutoencoder model = trained_model(experiment, folder_of(name, label), session);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::vector<Report> reports{measured(name, std::move(model))};
  reports.front().measures.push_back({"training", "time", "s", seconds});
  log::info("{}: MPJPE {:.1f} mm, root drift in 1 s {:.1f} cm, {:.0f} s", reports.front().name,
            reports.front().value("reconstruction", "mpjpe"),
            reports.front().value("reconstruction", "root drift, 1 s"), seconds);
  for (const std::string& other : baselines) {
    reports.push_back(
        measured(other, baseline(experiment, session, other, folder_of(other, label))));
  }
  compare_first(reports, baselines);
  return reports;
}

}  // namespace

const std::vector<std::string>& baseline_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = evaluation::baseline_names();
    all.insert(all.begin() + 1, "pose");
    return all;
  }();
  return names;
}

std::vector<PlannedRun> planned_runs(const Config& config,
                                     const std::vector<std::string>& baselines) {
  return evaluation::planned_runs(config, baselines, config_of_baseline);
}

std::vector<PlannedRun> planned_runs(const std::string& name, const Config& config,
                                     const Study& study) {
  return evaluation::planned_runs(name, config, study, config_of_baseline);
}

Comparison evaluate_model(const Experiment& experiment, const Session& session,
                          const std::string& name, const PoseAutoencoder& model,
                          const std::vector<std::string>& baselines) {
  check_baselines(baselines, baseline_names());
  const Evaluator evaluator(recordings_of(session, experiment.options.threads), experiment.options);
  Comparison comparison{name, session.data.skeleton, session.data.fps, {}, {}};
  comparison.reports.push_back(evaluator.evaluate(codec_of(name, model)));
  for (const std::string& other : baselines) {
    if (other != "pca") log::info("training the baseline '{}'", other);
    comparison.reports.push_back(
        evaluator.evaluate(codec_of(other, baseline(experiment, session, other, other))));
  }
  compare_first(comparison.reports, baselines);
  return comparison;
}

Comparison cross_validate(const Experiment& experiment, const std::string& name,
                          const Config& config, const Study& study) {
  check_baselines(study.baselines, baseline_names());
  return run_cells(experiment, name, config, study,
                   [&](const Experiment& single, const Config& own, const std::string& label) {
                     return run(single, name, own, study.baselines, label);
                   });
}

}  // namespace poseaae::evaluation::motion
