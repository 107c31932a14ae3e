#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "aae_eval/inbetween.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/study.hpp"
#include "support/clip_arguments.hpp"
#include "support/run_tool.hpp"
#include "support/texts.hpp"
#include "support/torch_plugin.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
A model is measured on the poses that its own configuration held out from training. With --config,
models are trained first, one for each fold of the clips and each seed, and each is measured on the fold
it did not learn from. Intervals are 95 % intervals of the mean over resampled clips, or standard
deviations over runs.

--task inbetween measures how gaps of 5, 15, 30 and 45 frames are filled, as the LAFAN1 benchmark does
(Harvey et al. 2020): on the clips of a configuration, or with --lafan1 on the benchmark's own, where the
figures that its authors published must come out.

Examples:
  aae_eval --model runs/dance/best.h5
  aae_eval --model runs/dance/best.h5 --baselines pca,ae,vae --out report.png --out report.csv
  aae_eval --config configs/dance.yaml --folds 3 --seeds 3 --baselines pca --out folds.h5
  aae_eval --task inbetween --config configs/benchmark.yaml --set data.clips=[FOLDER] --folds 3
  aae_eval --task inbetween --model runs/motion/best.h5
  aae_eval --task inbetween --lafan1 FOLDER)";

struct Arguments {
  std::string task = "poses";
  std::string lafan1;
  std::string model;
  std::string config;
  std::vector<std::string> data;
  std::vector<std::string> assignments;
  std::vector<std::string> outputs;
  std::string runs;
  evaluation::Study study{.folds = 0};
  evaluation::Options options;
  bool quiet = false;

  /// Whether the method or a baseline is trained.
  [[nodiscard]] bool trains() const {
    return model.empty() || std::ranges::any_of(study.baselines, [](const std::string& name) {
             return name != "pca";
           });
  }

  void add_to(tools::CommandLine& app) {
    app.add_option("--task TASK", task,
                   "What is measured: poses, how a model encodes and decodes them; or inbetween, "
                   "how gaps in motion are filled, by holding a pose, by interpolation, and by a "
                   "model's path through what is around them")
        ->one_of({"poses", "inbetween"});
    auto* model_option = tools::add_model_option(app, model, false);
    auto* config_option =
        app.add_option("-c,--config FILE", config,
                       "Configuration file (YAML) of models to train and evaluate, or the name of "
                       "an installed one such as dance.yaml")
            ->excludes(model_option);
    app.add_option("--lafan1 FOLDER", lafan1,
                   "Folder of the LAFAN1 archive's BVH files (--task inbetween); compares with the "
                   "published figures and fails if one does not come out")
        ->excludes(model_option)
        ->excludes(config_option);
    app.add_option("--data FILE", data, tools::text::kClipsOfModel)
        ->several_values()
        ->excludes(config_option);
    app.add_option("-s,--set ASSIGNMENT", assignments, tools::text::kSet);
    app.add_option(
           "--baselines NAMES", study.baselines,
           fmt::format(
               "Baselines to compare with, separated by commas: {}. All but pca are trained first",
               fmt::join(evaluation::baseline_names(), ", ")))
        ->delimiter(',');
    app.add_option("--folds", study.folds,
                   "Number of folds: parts of the clips, each held out once; 0 takes the split of "
                   "the configuration")
        ->needs(config_option);
    app.add_option("--seeds", study.seeds,
                   "Number of runs of each fold, with training.seed counting up")
        ->needs(config_option);
    app.add_option("--jobs", study.jobs,
                   "Number of runs at a time; 0 for as many as there are cores")
        ->needs(config_option);
    app.add_option("--runs FOLDER", runs,
                   "Folder to keep the runs of trained models in; runs of other settings that are "
                   "there are not replaced (default: none are kept)");
    app.add_option("-o,--out FILE", outputs,
                   "Report to write; may be given several times. The extension selects the "
                   "format:\n.txt .csv .h5    the numbers\n.png .svg .pdf   a page of pictures")
        ->output();
    app.add_option("--generated", options.generated, "Number of poses to decode from the prior");
    app.add_option("--factors NAMES", options.factors,
                   "Labels of clips or frames that disentanglement is measured by, separated by "
                   "commas, as in style,energy (default: those that most poses have)")
        ->delimiter(',');
    app.add_option("--shuffles", options.shuffles,
                   "Number of shuffles of the labels, and of rotations of the codes, that "
                   "disentanglement is compared with; 0 leaves disentanglement out");
    app.add_option("--seed", options.seed,
                   "Seed of the prior samples, pairs of poses and resampled clips");
    app.add_option("--threads", options.threads, tools::text::kThreads);
    app.add_flag("-q,--quiet", quiet, tools::text::kQuiet);
  }
};

/// Where runs go: the folder that was asked for, or one of its own that goes away.
class RunsFolder {
 public:
  explicit RunsFolder(const std::string& kept) : temporary_(kept.empty()) {
    path_ = temporary_ ? std::filesystem::temp_directory_path() /
                             fmt::format("aae_eval-{}", static_cast<long>(::getpid()))
                       : std::filesystem::path(kept);
  }
  RunsFolder(const RunsFolder&) = delete;
  RunsFolder& operator=(const RunsFolder&) = delete;
  ~RunsFolder() {
    std::error_code unused;
    if (temporary_) std::filesystem::remove_all(path_, unused);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  bool temporary_;
  std::filesystem::path path_;
};

/// Why nothing would follow a key; "" where something does.
std::string why_idle(const Arguments& arguments, const std::string& key) {
  const evaluation::Study& study = arguments.study;
  if (key == "output.dir") return "runs are kept in the folder of --runs";
  if (arguments.model.empty()) {
    if (key == "training.threads") return "each run takes one thread; --jobs says how many run";
    const bool held_out = key == "data.split" || key == "data.folds" || key == "data.fold";
    return held_out && study.folds > 0 ? "--folds decides what is held out" : "";
  }
  if (arguments.trains()) return "";
  const bool augments = key == "data.mirror" || key == "data.turn";
  if ((key.starts_with("data.") && !augments) || key == "training.seed") return "";
  if (!study.baselines.empty() && (key == "model.latent" || key == "model.rotation")) return "";
  return "the model was trained without it, and no baseline is trained (--baselines ae,vae,...)";
}

/// Refuses what would be ignored.
void require_effect(const Arguments& arguments) {
  for (const std::string& assignment : arguments.assignments) {
    const std::string reason = why_idle(arguments, assignment.substr(0, assignment.find('=')));
    if (reason.empty()) continue;
    throw UsageError(fmt::format("--set {}: has no effect: {}; leave it out", assignment, reason));
  }
  if (!arguments.runs.empty() && !arguments.trains()) {
    throw UsageError(
        "--runs: nothing is trained; leave it out, or name baselines that are (--baselines "
        "ae,vae,...)");
  }
  if (arguments.options.shuffles == 0 && !arguments.options.factors.empty()) {
    throw UsageError("--factors: --shuffles 0 leaves disentanglement out; leave out one of them");
  }
}

/// Refuses options of --task poses, where they are not what they are by default.
void require_inbetween_options(const Arguments& given) {
  const Arguments none;
  const std::vector<std::pair<const char*, bool>> others{
      {"--data", !given.data.empty()},
      {"--baselines", !given.study.baselines.empty()},
      {"--seeds", given.study.seeds != none.study.seeds},
      {"--jobs", given.study.jobs != none.study.jobs},
      {"--runs", !given.runs.empty()},
      {"--generated", given.options.generated != none.options.generated},
      {"--factors", !given.options.factors.empty()},
      {"--shuffles", given.options.shuffles != none.options.shuffles},
      {"--set", !given.assignments.empty() && !given.lafan1.empty()}};
  for (const auto& [name, differs] : others) {
    if (!differs) continue;
    throw UsageError(fmt::format("{}: has no effect with --task inbetween{}; leave it out", name,
                                 given.lafan1.empty() ? "" : " and --lafan1"));
  }
}

void measure_inbetween(const Arguments& arguments) {
  require_inbetween_options(arguments);
  tools::run({arguments.lafan1, arguments.config, arguments.model, arguments.assignments,
              arguments.outputs, arguments.study.folds, arguments.options.seed,
              arguments.options.threads});
}

evaluation::Comparison compare_model(const Arguments& arguments,
                                     const evaluation::Experiment& experiment) {
  const session::OpenModel model = tools::open_model(arguments.model);
  auto config =
      training::Config::parse(model.codec().data().config, arguments.model, arguments.assignments);
  if (!arguments.data.empty()) {
    config.data.source = config.data.source.with_clips(arguments.data);
  }
  evaluation::require_same_runs(experiment.runs,
                                evaluation::planned_runs(config, arguments.study.baselines));
  const training::Session session = training::prepare(config, model.codec());
  log::warn_all(session.warnings);
  if (const std::string warning = evaluation::data_warning(model.codec(), session);
      !warning.empty()) {
    log::warning("{}", warning);
  }
  const std::string run = model.file().parent_path().filename().string();
  const std::string name = run.empty() ? model.file().stem().string() : run;
  return evaluation::evaluate_model(experiment, session, evaluation::codec_of(name, model.codec()),
                                    arguments.study.baselines);
}

evaluation::Comparison compare_runs(const Arguments& arguments,
                                    const evaluation::Experiment& experiment) {
  const auto config = training::Config::load(
      find_file(arguments.config, Installed::kConfig).string(), arguments.assignments);
  const std::string name = std::filesystem::path(arguments.config).stem().string();
  evaluation::require_same_runs(experiment.runs,
                                evaluation::planned_runs(name, config, arguments.study));
  return evaluation::cross_validate(experiment, name, config, arguments.study);
}

evaluation::Comparison compare(const Arguments& arguments, const std::filesystem::path& runs) {
  const evaluation::Experiment experiment{runs, tools::make_engine, arguments.options};
  if (!arguments.trains()) return compare_model(arguments, experiment);
  const InterruptGuard guard;  // a run that is interrupted saves its state
  try {
    return arguments.model.empty() ? compare_runs(arguments, experiment)
                                   : compare_model(arguments, experiment);
  } catch (const Interrupted&) {
    throw Interrupted(
        arguments.runs.empty()
            ? "interrupted; no report is written, and the runs are gone (--runs FOLDER keeps them)"
            : fmt::format("interrupted; no report is written, the runs so far are in {}",
                          arguments.runs));
  }
}

void evaluate(const Arguments& arguments) {
  if (arguments.quiet) log::set_level(log::Level::kWarning);
  if (arguments.task == "inbetween") return measure_inbetween(arguments);
  if (!arguments.lafan1.empty()) {
    throw UsageError("--lafan1: is for --task inbetween; give that too, or leave it out");
  }
  if (arguments.model.empty() == arguments.config.empty()) {
    throw UsageError("expected --model FILE or --config FILE; see aae_eval --help");
  }
  for (const std::string& output : arguments.outputs) evaluation::check_report_output(output);
  arguments.study.validate();
  arguments.options.validate();
  require_effect(arguments);
  const RunsFolder runs(arguments.runs);
  const evaluation::Comparison comparison = compare(arguments, runs.path());
  for (const std::string& output : arguments.outputs) {
    evaluation::write_comparison(output, comparison);
    log::info("wrote {}", output);
  }
  fmt::print("{}", evaluation::format_table(comparison));
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Measures a model of poses on motion that it has not learned from.",
                         "aae_eval", kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] { evaluate(arguments); });
}
