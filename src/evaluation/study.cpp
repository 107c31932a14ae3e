#include "poseaae/evaluation/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "study_tasks.hpp"

namespace poseaae::evaluation {

namespace {

using training::Config;
using training::Session;

/// The codec of a baseline, trained where it has to be.
Codec baseline(const Experiment& experiment, const Session& session, const std::string& name,
               const std::string& folder) {
  const Config::Model& model = session.config.model;
  if (name == "pca") {
    return pca_codec(session.format, session.train(), model.latent);
  }
  Codec codec = trained(experiment, folder, training::prepare(of_kind(session.config, name)));
  codec.name = name;
  return codec;
}

/// The experiment's options, with what the data's configuration says of clips that belong together.
Options options_for(const Experiment& experiment, const Session& session) {
  Options options = experiment.options;
  options.group = session.config.data.split.group;
  return options;
}

/// The reports of one task: the method's, then each baseline's.
std::vector<Report> run(const Experiment& experiment, const std::string& name, const Config& config,
                        const std::vector<std::string>& baselines, const std::string& label) {
  const Session session = training::prepare(config);
  const Evaluator evaluator(session.data, session.split, options_for(experiment, session));
  if (const std::string warning = evaluator.leakage().warning(); !warning.empty()) {
    log::warning("{}: {}", label, warning);
  }
  std::vector<Report> reports;
  const auto add = [&](const Codec& codec) {
    reports.push_back(evaluator.evaluate(codec));
    reports.back().name = codec.name + " " + label;
  };
  const auto folder = [&](const std::string& kind) { return folder_of(kind, label); };
  const auto start = std::chrono::steady_clock::now();
  Codec codec = trained(experiment, folder(name), session);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  codec.name = name;
  add(codec);
  reports.front().measures.push_back({"training", "time", "s", seconds});
  log::info("{}: MPJPE {:.1f} mm, KS {:.3f}, {:.0f} s", reports.front().name,
            reports.front().value("reconstruction", "mpjpe"),
            reports.front().value("prior", "mean ks"), seconds);
  for (const std::string& other : baselines) {
    add(baseline(experiment, session, other, folder(other)));
  }
  compare_first(reports, baselines);
  return reports;
}

}  // namespace

const std::vector<std::string>& baseline_names() {
  static const std::vector<std::string> names{"pca", "ae", "vae", "beta-vae", "wae"};
  return names;
}

std::vector<std::string> default_baselines(int latents, int features) {
  return latents <= features ? std::vector<std::string>{"pca"} : std::vector<std::string>{};
}

void check_baselines(const std::vector<std::string>& names) {
  check_baselines(names, baseline_names());
}

std::vector<PlannedRun> planned_runs(const Config& config,
                                     const std::vector<std::string>& baselines) {
  return planned_runs(config, baselines, of_kind);
}

std::vector<PlannedRun> planned_runs(const std::string& name, const Config& config,
                                     const Study& study) {
  return planned_runs(name, config, study, of_kind);
}

void require_same_runs(const std::filesystem::path& folder, const std::vector<PlannedRun>& runs) {
  for (const auto& [name, config] : runs) {
    const std::filesystem::path kept = folder / name / "config.yaml";
    if (!std::filesystem::exists(kept)) continue;
    const auto before = Config::parse(read_file(kept), kept.string(), {}).values();
    const auto now = config.values();
    for (std::size_t i = 0; i < now.size(); ++i) {
      const auto& [key, value] = now[i];
      if (key == "output.dir" || value == before[i].second) continue;
      throw UsageError(fmt::format(
          "{}: a run with {}: {} is kept here, which one with {} would replace; keep the runs of "
          "this evaluation in another folder, or remove that one",
          kept.parent_path().string(), key, before[i].second, value));
    }
  }
}

Codec trained(const Experiment& experiment, const std::string& name, const Session& session) {
  return codec_of(name, trained_model(experiment, name, session));
}

Comparison evaluate_model(const Experiment& experiment, const Session& session, const Codec& model,
                          const std::vector<std::string>& baselines) {
  check_baselines(baselines);
  const Evaluator evaluator(session.data, session.split, options_for(experiment, session));
  if (const std::string warning = evaluator.leakage().warning(); !warning.empty()) {
    log::warning("{}", warning);
  }
  Comparison comparison{model.name, session.data.skeleton, session.data.fps, {}, {}};
  comparison.reports.push_back(evaluator.evaluate(model));
  for (const std::string& name : baselines) {
    if (name != "pca") log::info("training the baseline '{}'", name);
    comparison.reports.push_back(evaluator.evaluate(baseline(experiment, session, name, name)));
  }
  compare_first(comparison.reports, baselines);
  return comparison;
}

void Study::validate() const {
  if (folds == 1) {
    throw UsageError("folds: expected 2 or more, or 0 for the split as configured, found 1");
  }
  require_between("folds", folds, 0, 10'000);
  require_between("seeds", seeds, 1, 10'000);
  static_cast<void>(thread_count(jobs));
  check_baselines(baselines, motion::baseline_names());  // of any task
}

Comparison cross_validate(const Experiment& experiment, const std::string& name,
                          const Config& config, const Study& study) {
  check_baselines(study.baselines);
  return run_cells(experiment, name, config, study,
                   [&](const Experiment& single, const Config& own, const std::string& label) {
                     return run(single, name, own, study.baselines, label);
                   });
}

}  // namespace poseaae::evaluation
