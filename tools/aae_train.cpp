#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/evaluation/run_verdict.hpp"
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
      "\nA run writes config.yaml, history.csv, history.png, best.safetensors, last.safetensors, "
      "state.h5, previews/ "
      "and log.txt\nto its folder, and says in the end what the model is worth, as aae_eval does.\n"
      "Ctrl-C saves the run and stops it (exit code 130), as SIGTERM and a closed terminal do;\n"
      "a second Ctrl-C stops at once.\n\nExamples:\n  aae_train --config "
      "configs/dance.yaml\n  aae_train "
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

/// "epoch 12, test loss 0.512000, position error 4.36 cm, rotation error 7.10 deg"
std::string measured(int epoch, double test_loss, const training::PoseError& error) {
  const std::string loss =
      std::isnan(test_loss) ? "not tested" : fmt::format("test loss {:.6f}", test_loss);
  return fmt::format("epoch {}, {}, position error {:.2f} cm, rotation error {:.2f} deg", epoch,
                     loss, 100.0 * error.position_m, error.rotation_rad * 180.0 / EIGEN_PI);
}

std::string summary(const training::Outcome& outcome, const training::RunFolder& folder) {
  std::string text = fmt::format("epochs            {}\n", outcome.epochs);
  if (outcome.best_epoch > 0) {
    text +=
        fmt::format("best.safetensors  {}\n",
                    measured(outcome.best_epoch, outcome.best_test_loss, outcome.best_held_out));
  }
  text += fmt::format("last.safetensors  {}\n",
                      measured(outcome.epochs, outcome.last_test_loss, outcome.held_out));
  text += fmt::format("latent mean      {}  (last.safetensors)\n", list(outcome.latent_mean));
  text += fmt::format("latent std       {}  (last.safetensors)\n", list(outcome.latent_std));
  return text + fmt::format("run folder        {}\n", folder.path().string());
}

/// What the model is worth, in words; "" where that cannot be measured, or nobody waits for it any
/// more, which is no failure of a run that is complete and saved.
std::string verdict(const training::Session& session, const std::filesystem::path& model) {
  if (interrupt_requested()) return "";
  try {
    std::string text = fmt::format("\n{}, measured on {}:\n", model.filename().string(),
                                   evaluation::held_out_of(session));
    for (const std::string& sentence : evaluation::verdict_on(
             session, codec::load_model(model), {.threads = session.config.engine.threads})) {
      text += sentence + "\n";
    }
    return text;
  } catch (const Error& problem) {
    log::warning("the run is complete, but {} is not measured: {}", model.string(), problem.what());
    return "";
  }
}

/// On stdout, and in the log of the run, which has it even if nobody reads stdout any more.
void print_result(const std::string& what, const std::string& text) {
  if (text.empty()) return;
  log::message(log::Level::kDebug, what + text);
  tools::print_what_is_kept(text);
}

void run(const Options& options) {
  using Mode = training::RunFolder::Mode;
  const InterruptGuard guard;  // first: nothing that is said may end the run
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
  const training::Session session = training::prepare(config);
  const training::Outcome outcome =
      training::train(session, folder, tools::make_engine, {options.quiet});
  print_result("the run has ended:\n", summary(outcome, folder));
  const auto model = outcome.best_epoch > 0 ? folder.best() : folder.last();
  print_result("what it is worth:", verdict(session, model));
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
