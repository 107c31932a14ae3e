#include "aae_eval/inbetween.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "aae_eval/runs_folder.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/inbetween_models.hpp"
#include "poseaae/evaluation/lafan1.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "poseaae/render/output.hpp"
#include "poseaae/training/config.hpp"
#include "support/clip_arguments.hpp"
#include "support/torch_plugin.hpp"

namespace poseaae::tools::eval {

namespace {

using namespace evaluation;

/// Why nothing would follow a key where nothing is trained; "" where something does.
std::string why_idle(const Arguments& arguments, const std::string& key) {
  if (key == "data.root_rotation" || key == "data.sign" || key == "data.turn" ||
      (key == "data.mirror" && arguments.model.empty())) {
    return "in-betweening takes the clips as they are in the room";
  }
  const bool held_out = key == "data.split" || key == "data.folds" || key == "data.fold";
  if (held_out && arguments.study.folds > 0) return "--folds decides what is held out";
  if (key.starts_with("data.") || key == "training.seed") return "";
  return arguments.model.empty()
             ? "nothing is trained for in-betweening unless the configuration is of windows "
               "(model.window)"
             : "the model was trained without it";
}

void require_assignments(const Arguments& arguments) {
  for (const std::string& assignment : arguments.assignments) {
    const std::string reason = why_idle(arguments, assignment.substr(0, assignment.find('=')));
    if (reason.empty()) continue;
    throw UsageError(fmt::format("--set {}: has no effect: {}; leave it out", assignment, reason));
  }
}

/// The methods that need nothing but the gap.
Comparison of_clips(const Arguments& arguments, const training::Config& config) {
  require_assignments(arguments);
  config.validate();
  const auto data = log::warned(dataset::gather(config.data.source));
  dataset::SplitOptions split = config.data.split;
  if (split.seed == 0) split.seed = config.training.seed;
  return inbetween::cross_validate(data, split, arguments.study.folds, inbetween::methods(),
                                   arguments.options.seed, arguments.options.threads);
}

/// Those, and the ones that need a model of windows, which are trained.
Comparison of_trained(const Arguments& arguments, const training::Config& config,
                      const std::string& name) {
  require_effect(arguments);
  const RunsFolder runs(arguments.runs);
  const Experiment experiment{runs.path(), make_engine, arguments.options};
  require_same_runs(experiment.runs, motion::planned_runs(name, config, arguments.study));
  const InterruptGuard guard;
  try {
    return inbetween::cross_validate(experiment, name, config, arguments.study);
  } catch (const Interrupted&) {
    throw interrupted(arguments.runs);
  }
}

Comparison on_config(const Arguments& arguments) {
  const training::Config config = arguments.load_config();
  const std::string name = std::filesystem::path(arguments.config).stem().string();
  const bool windows = config.model.window > 1;
  require_inbetween(arguments, windows);
  Comparison comparison =
      windows ? of_trained(arguments, config, name) : of_clips(arguments, config);
  comparison.about = fmt::format("In-betweening, {} ({}): {}", name,
                                 fmt::join(config.data.source.clips, ", "), comparison.about);
  return comparison;
}

Comparison on_model(const Arguments& arguments) {
  require_assignments(arguments);
  const session::OpenModel model = tools::open_model(arguments.model);
  auto config =
      training::Config::parse(model.codec().data().config, arguments.model, arguments.assignments);
  if (!arguments.data.empty()) {
    config.data.source = config.data.source.with_clips(arguments.data);
  }
  const training::Session session = training::prepare(config, model.codec());
  log::warn_all(session.warnings);
  if (const std::string warning = data_warning(model.codec(), session); !warning.empty()) {
    log::warning("{}", warning);
  }
  const InterruptGuard guard;
  Comparison comparison = inbetween::evaluate_model(session, model.codec(), arguments.options);
  comparison.about = fmt::format("In-betweening, {} ({}): {}", arguments.model,
                                 fmt::join(config.data.source.clips, ", "), comparison.about);
  return comparison;
}

Comparison on_lafan1(const Arguments& arguments) {
  const inbetween::Data data =
      log::warned(inbetween::lafan1(arguments.lafan1, arguments.options.threads));
  Comparison comparison = inbetween::compare(data, inbetween::methods(), arguments.options.seed,
                                             arguments.options.threads);
  comparison.about = fmt::format("In-betweening, LAFAN1 ({}), subject 5 held out: {}",
                                 arguments.lafan1, comparison.about);
  return comparison;
}

}  // namespace

void run_inbetween(const Arguments& arguments) {
  if (arguments.lafan1.empty() && arguments.config.empty() && arguments.model.empty()) {
    throw UsageError("--task inbetween: expected --lafan1 FOLDER, --config FILE or --model FILE");
  }
  require_inbetween(arguments, !arguments.config.empty());
  for (const std::string& output : arguments.outputs) {
    using render::Content;
    render::check_output(output, {Content::kTable, Content::kText, Content::kArrays});
  }
  const Comparison comparison = !arguments.lafan1.empty() ? on_lafan1(arguments)
                                : arguments.model.empty() ? on_config(arguments)
                                                          : on_model(arguments);
  for (const std::string& output : arguments.outputs) {
    write_comparison(output, comparison);
    log::info("wrote {}", output);
  }
  fmt::print("{}", format_table(comparison));
  if (arguments.lafan1.empty()) return;
  fmt::print("\n{}", inbetween::format_check(comparison));
  const int differing = inbetween::count_differing(comparison);
  if (differing == 0) return;
  throw Error(fmt::format(
      "{}: expected the {} figures published for LAFAN1, found {} that differ; are these the "
      "archive's files, all and unchanged?",
      arguments.lafan1, inbetween::published().size(), differing));
}

}  // namespace poseaae::tools::eval
