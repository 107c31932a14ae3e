#include "poseaae/evaluation/study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/hdf5.hpp"
#include "poseaae/model/model_file.hpp"
#include "poseaae/objective/loss_terms.hpp"
#include "poseaae/training/trainer.hpp"

namespace poseaae::evaluation {

namespace {

using training::Config;
using training::Session;

constexpr double kKlWeight = 0.01;  // where a configuration has none
constexpr double kMmdWeight = 10.0;
constexpr double kBeta = 4.0;

/// The same networks as another kind of model. The term that pulls that kind towards the prior gets
/// a weight where the configuration has none, since it was written for another kind.
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
  return config;
}

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

/// What the first report's error is to the others': among them the price of the prior (mpjpe / ae).
void compare_first(std::vector<Report>& reports, const std::vector<std::string>& baselines) {
  const auto error = [](const Report& report) { return report.value("reconstruction", "mpjpe"); };
  for (std::size_t i = 0; i < baselines.size(); ++i) {
    reports.front().measures.push_back({"baselines", "mpjpe / " + baselines[i], "",
                                        error(reports.front()) / error(reports[i + 1])});
  }
}

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

/// The name of a run's folder.
std::string folder_of(std::string kind, const std::string& label) {
  if (!label.empty()) kind += " " + label;
  std::replace(kind.begin(), kind.end(), ' ', '_');
  return kind;
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

const std::vector<std::string>& baseline_names() {
  static const std::vector<std::string> names{"pca", "ae", "vae", "beta-vae", "wae"};
  return names;
}

void check_baselines(const std::vector<std::string>& names) {
  const auto& known = baseline_names();
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string nearest = nearest_word(name, known);
    throw UsageError(fmt::format("baselines: got '{}', expected {}{}", name, fmt::join(known, ", "),
                                 nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
  }
}

std::vector<PlannedRun> planned_runs(const Config& config,
                                     const std::vector<std::string>& baselines) {
  std::vector<PlannedRun> runs;
  for (const std::string& name : baselines) {
    if (name != "pca") runs.push_back({name, of_kind(config, name)});
  }
  return runs;
}

std::vector<PlannedRun> planned_runs(const std::string& name, const Config& config,
                                     const Study& study) {
  std::vector<PlannedRun> runs;
  for (const Task& task : tasks_of(study, config.training.seed)) {
    const Config own = config_of(config, study, task);
    runs.push_back({folder_of(name, task.label()), own});
    for (auto& [baseline, changed] : planned_runs(own, study.baselines)) {
      runs.push_back({folder_of(baseline, task.label()), std::move(changed)});
    }
  }
  return runs;
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
  const training::RunFolder folder(experiment.runs / name, training::RunFolder::Mode::kOverwrite);
  training::train(session, folder, experiment.engine, {.quiet = true});
  log::close_files();
  return codec_of(name, model::load(folder.last()));
}

std::string data_warning(const codec::PoseAutoencoder& model, const Session& session) {
  const auto& facts = model.data().provenance;
  const auto files = facts.find("data_files");
  if (files == facts.end()) return "";
  for (const auto& clip : session.data.clips) {
    if (files->second.find(clip.sha256) != std::string::npos) continue;
    return fmt::format(
        "{}: the model did not learn from this version of the file, so the split into training and "
        "held-out poses is not that of its training; the errors of \"train\" poses may include "
        "poses it has never seen",
        clip.source);
  }
  return "";
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
  check_baselines(baselines);
}

Comparison cross_validate(const Experiment& experiment, const std::string& name,
                          const Config& config, const Study& study) {
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
    reports[i] =
        run(single, name, config_of(config, study, tasks[i]), study.baselines, tasks[i].label());
  });
  std::vector<std::string> methods{name};
  methods.insert(methods.end(), study.baselines.begin(), study.baselines.end());
  gather(comparison, methods, reports);
  return comparison;
}

}  // namespace poseaae::evaluation
