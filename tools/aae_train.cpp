#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/training/trainer.hpp"
#include "support/run_tool.hpp"
#include "support/texts.hpp"
#include "support/torch_plugin.hpp"

namespace {

using namespace poseaae;

struct Options {
  std::string config;
  std::vector<std::string> assignments;
  std::string resume;
  bool overwrite = false;
  bool print_config = false;
  bool quiet = false;
};

void declare(tools::CommandLine& app, Options& options) {
  auto* config = app.add_option(
      "-c,--config FILE", options.config,
      "Configuration file (YAML), or the name of an installed one such as dance.yaml");
  app.add_option("-s,--set ASSIGNMENT", options.assignments, tools::text::kSet);
  auto* resume = app.add_option("--resume FOLDER", options.resume,
                                "Run folder to continue, exactly where the run stopped");
  resume->excludes(config);
  auto* overwrite =
      app.add_flag("--overwrite", options.overwrite, "Replace an earlier run in output.dir")
          ->excludes(resume);
  app.add_flag("--print-config", options.print_config,
               "Print every configuration key with its value, unit and meaning, then stop")
      ->excludes(overwrite);
  app.add_flag("-q,--quiet", options.quiet, tools::text::kQuiet);
  app.footer(
      "\nA run writes config.yaml, history.csv, history.png, best.h5, last.h5, state.h5, previews/ "
      "and log.txt\nto its folder. Ctrl-C saves the run and stops it (exit code 130); a second "
      "Ctrl-C stops at once.\n\nExamples:\n  aae_train --config configs/dance.yaml\n  aae_train "
      "--config configs/dance.yaml --set data.clips='[mine/*.bvh]' --set output.dir=runs/mine\n  "
      "aae_train --resume runs/mine --set training.epochs=400");
}

training::Config configuration(const Options& options) {
  if (!options.resume.empty()) {
    for (const std::string& assignment : options.assignments) {
      if (!assignment.starts_with("output.dir=")) continue;
      throw UsageError(fmt::format("--set {}: a run goes on in its own folder, {}; leave it out",
                                   assignment, options.resume));
    }
    auto config = training::Config::load(options.resume + "/config.yaml", options.assignments);
    config.output.dir = options.resume;
    return config;
  }
  if (options.config.empty()) {
    if (options.print_config) return training::Config::parse("", "defaults", options.assignments);
    throw UsageError("expected --config FILE or --resume FOLDER; see aae_train --help");
  }
  return training::Config::load(find_file(options.config, Installed::kConfig).string(),
                                options.assignments);
}

std::string list(const Eigen::VectorXd& values) {
  std::string text;
  for (const double value : values) text += fmt::format(" {:7.3f}", value);
  return text;
}

void print_outcome(const training::Outcome& outcome, const training::RunFolder& folder) {
  fmt::print("epochs           {}\n", outcome.epochs);
  fmt::print("best test loss   {:.6f} (epoch {})\n", outcome.best_test_loss, outcome.best_epoch);
  fmt::print("position error   {:.2f} cm, held-out poses\n", 100.0 * outcome.held_out.position_m);
  fmt::print("rotation error   {:.2f} deg, held-out poses\n",
             outcome.held_out.rotation_rad * 180.0 / EIGEN_PI);
  fmt::print("latent mean     {}\n", list(outcome.latent_mean));
  fmt::print("latent std      {}\n", list(outcome.latent_std));
  fmt::print("run folder       {}\n", folder.path().string());
}

void run(const Options& options) {
  using Mode = training::RunFolder::Mode;
  if (options.quiet) log::set_level(log::Level::kWarning);
  const training::Config config = configuration(options);
  if (options.print_config) {
    fmt::print("{}", config.print());
    return;
  }
  const Mode mode = !options.resume.empty() ? Mode::kResume
                    : options.overwrite     ? Mode::kOverwrite
                                            : Mode::kFresh;
  const training::RunFolder folder(config.output.dir, mode);
  const InterruptGuard guard;
  const training::Session session = training::prepare(config);
  print_outcome(training::train(session, folder, tools::make_engine, {options.quiet}), folder);
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app{
      "Trains an autoencoder of poses (adversarial, variational, Wasserstein or plain) on motion "
      "capture.",
      "aae_train"};
  Options options;
  declare(app, options);
  return tools::run_tool(app, argc, argv, [&] { run(options); });
}
