#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/core/error.hpp"
#include "poseaae/core/installed.hpp"
#include "poseaae/core/interrupt.hpp"
#include "poseaae/core/log.hpp"
#include "poseaae/evaluation/study.hpp"
#include "poseaae/training/engine_choice.hpp"
#include "support/run_tool.hpp"
#include "support/torch_plugin.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
A model is measured on the poses it did not learn from: its own configuration says which those are.
With --config, models are trained first, one a fold of the clips and seed, and each is measured on
its fold. Intervals are of the mean over resampled clips (95 %), or the deviation over runs.

Examples:
  aae_eval --model runs/dance/best.h5
  aae_eval --model runs/dance/best.h5 --baselines pca,ae,vae --out report.png --out report.csv
  aae_eval --config configs/dance.yaml --folds 3 --seeds 3 --baselines pca --out folds.h5)";

struct Arguments {
  std::string model;
  std::string config;
  std::vector<std::string> data;
  std::vector<std::string> assignments;
  std::vector<std::string> outputs;
  std::string runs;
  evaluation::Study study{.folds = 0};
  evaluation::Options options;
  bool quiet = false;

  void add_to(tools::CommandLine& app) {
    auto* model_option = app.add_option("-m,--model", model, "Trained model (.h5) to evaluate");
    auto* config_option =
        app.add_option("-c,--config", config, "Configuration to train models by, and evaluate them")
            ->excludes(model_option);
    app.add_option("--data", data,
                   "BVH files, folders or patterns, or one dataset file, where the clips of the "
                   "model's configuration are now")
        ->excludes(config_option);
    app.add_option("-s,--set", assignments,
                   "Change one key of the configuration, as in data.split=clip; may be given many "
                   "times")
        ->allow_extra_args(false);
    app.add_option("--baselines", study.baselines,
                   fmt::format("What to hold against it, separated by commas: {}. All but pca are "
                               "trained first",
                               fmt::join(evaluation::baseline_names(), ", ")))
        ->delimiter(',');
    app.add_option("--folds", study.folds,
                   "Parts of the clips, each held out once; 0: the split of the configuration")
        ->needs(config_option)
        ->capture_default_str();
    app.add_option("--seeds", study.seeds, "Runs of each fold, training.seed counting up")
        ->needs(config_option)
        ->capture_default_str();
    app.add_option("--jobs", study.jobs, "Runs at a time; 0: as many as there are cores")
        ->needs(config_option)
        ->capture_default_str();
    app.add_option("--runs", runs, "Folder to keep the runs of trained models in")
        ->type_name("DIR");
    app.add_option("-o,--out", outputs,
                   "Report file, may be given many times: .csv, .h5, .txt; .png, .svg or .pdf is a "
                   "page of pictures")
        ->allow_extra_args(false);
    app.add_option("--generated", options.generated, "Poses decoded from the prior")
        ->capture_default_str();
    app.add_option("--factors", options.factors,
                   "Labels of frames and tags of clips to measure disentanglement by, separated by "
                   "commas, as in style,energy; default: those that most poses have")
        ->delimiter(',');
    app.add_option("--shuffles", options.shuffles,
                   "Of labels, and rotations of codes, that disentanglement is held against; 0: "
                   "leave disentanglement out")
        ->capture_default_str();
    app.add_option("--seed", options.seed, "Of prior samples, pairs of poses and resampled clips")
        ->capture_default_str();
    app.add_option("--threads", options.threads, "Processor threads; 0: all")
        ->capture_default_str();
    app.add_flag("-q,--quiet", quiet, "Warnings and results only");
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

evaluation::Comparison compare_model(const Arguments& arguments,
                                     const evaluation::Experiment& experiment) {
  auto model = model::PoseAutoencoder::load(arguments.model);
  auto assignments = arguments.assignments;
  if (!arguments.data.empty()) {
    assignments.push_back(fmt::format("data.clips=['{}']", fmt::join(arguments.data, "', '")));
  }
  const auto config = training::Config::parse(model.data().config, arguments.model, assignments);
  const training::Session session = training::prepare(config);
  if (session.data.pose_dim() != model.pose_dim()) {
    throw UsageError(fmt::format("{}: expected poses of {} numbers, found {} in the data",
                                 arguments.model, model.pose_dim(), session.data.pose_dim()));
  }
  log::warn_all(session.warnings);
  if (const std::string warning = evaluation::data_warning(model, session); !warning.empty()) {
    log::warning("{}", warning);
  }
  const std::filesystem::path path(arguments.model);
  const std::string run = path.parent_path().filename().string();
  const std::string name = run.empty() ? path.stem().string() : run;
  return evaluation::evaluate_model(
      experiment, session, evaluation::codec_of(name, std::move(model)), arguments.study.baselines);
}

evaluation::Comparison compare_runs(const Arguments& arguments,
                                    const evaluation::Experiment& experiment) {
  const auto config = training::Config::load(
      find_file(arguments.config, Installed::kConfig).string(), arguments.assignments);
  const std::string name = std::filesystem::path(arguments.config).stem().string();
  return evaluation::cross_validate(experiment, name, config, arguments.study);
}

void evaluate(const Arguments& arguments) {
  if (arguments.model.empty() == arguments.config.empty()) {
    throw UsageError("expected --model FILE or --config FILE; see aae_eval --help");
  }
  for (const std::string& output : arguments.outputs) evaluation::check_report_output(output);
  arguments.study.validate();
  arguments.options.validate();
  if (arguments.quiet) log::set_level(log::Level::kWarning);
  const InterruptGuard guard;
  const RunsFolder runs(arguments.runs);
  const evaluation::Experiment experiment{runs.path(),
                                          [](const training::EngineSetup& setup) {
                                            return training::make_engine(setup,
                                                                         tools::torch_plugin());
                                          },
                                          arguments.options};
  const evaluation::Comparison comparison = arguments.model.empty()
                                                ? compare_runs(arguments, experiment)
                                                : compare_model(arguments, experiment);
  for (const std::string& output : arguments.outputs) {
    evaluation::write_comparison(output, comparison);
    log::info("wrote {}", output);
  }
  fmt::print("{}", evaluation::format_table(comparison));
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Measures a model of poses on motion it has not learned from.",
                         "aae_eval");
  app.footer(kFooter);
  Arguments arguments;
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] { evaluate(arguments); });
}
