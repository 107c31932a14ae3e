#include "aae_eval/inbetween.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/lafan1.hpp"
#include "poseaae/render/output.hpp"
#include "poseaae/training/config.hpp"
#include "support/clip_arguments.hpp"

namespace poseaae::tools {

namespace {

using namespace evaluation;

/// Why nothing would follow a key; "" where something does.
std::string why_idle(const std::string& key, int folds) {
  if (key == "data.root_rotation" || key == "data.sign" || key == "data.mirror" ||
      key == "data.turn") {
    return "in-betweening takes the clips as they are in the room";
  }
  const bool held_out = key == "data.split" || key == "data.folds" || key == "data.fold";
  if (held_out && folds > 0) return "--folds decides what is held out";
  if (key.starts_with("data.") || key == "training.seed") return "";
  return "nothing is trained for in-betweening";
}

/// The clips' configuration: the one that is named, or the model's, which joins the methods.
training::Config config_of(const InbetweenTask& task, std::vector<inbetween::Method>& methods) {
  if (task.model.empty()) {
    return training::Config::load(find_file(task.config, Installed::kConfig).string(),
                                  task.assignments);
  }
  const session::OpenModel model = open_model(task.model);
  methods.push_back(inbetween::by_keys(model.codec(), "model"));
  return training::Config::parse(model.codec().data().config, task.model, task.assignments);
}

Comparison on_clips(const InbetweenTask& task) {
  for (const std::string& assignment : task.assignments) {
    const std::string reason = why_idle(assignment.substr(0, assignment.find('=')), task.folds);
    if (reason.empty()) continue;
    throw UsageError(fmt::format("--set {}: has no effect: {}; leave it out", assignment, reason));
  }
  std::vector<inbetween::Method> methods = inbetween::methods();
  const training::Config config = config_of(task, methods);
  config.validate();
  const auto data = log::warned(dataset::gather(config.data.source));
  dataset::SplitOptions split = config.data.split;
  if (split.seed == 0) split.seed = config.training.seed;
  Comparison comparison =
      inbetween::cross_validate(data, split, task.folds, methods, task.seed, task.threads);
  const std::filesystem::path source = task.config.empty() ? task.model : task.config;
  comparison.about = fmt::format("In-betweening, {} ({}): {}", source.stem().string(),
                                 fmt::join(config.data.source.clips, ", "), comparison.about);
  return comparison;
}

Comparison on_lafan1(const InbetweenTask& task) {
  const inbetween::Data data = log::warned(inbetween::lafan1(task.lafan1, task.threads));
  Comparison comparison = inbetween::compare(data, inbetween::methods(), task.seed, task.threads);
  comparison.about = fmt::format("In-betweening, LAFAN1 ({}), subject 5 held out: {}", task.lafan1,
                                 comparison.about);
  return comparison;
}

}  // namespace

void run(const InbetweenTask& task) {
  if (task.lafan1.empty() && task.config.empty() && task.model.empty()) {
    throw UsageError(
        "--task inbetween: expected --lafan1 FOLDER or --config FILE, or --model FILE");
  }
  for (const std::string& output : task.outputs) {
    using render::Content;
    render::check_output(output, {Content::kTable, Content::kText, Content::kArrays});
  }
  const Comparison comparison = task.lafan1.empty() ? on_clips(task) : on_lafan1(task);
  for (const std::string& output : task.outputs) {
    write_comparison(output, comparison);
    log::info("wrote {}", output);
  }
  fmt::print("{}", format_table(comparison));
  if (task.lafan1.empty()) return;
  fmt::print("\n{}", inbetween::format_check(comparison));
  const int differing = inbetween::count_differing(comparison);
  if (differing == 0) return;
  throw Error(fmt::format(
      "{}: expected the {} figures published for LAFAN1, found {} that differ; are these the "
      "archive's files, all and unchanged?",
      task.lafan1, inbetween::published().size(), differing));
}

}  // namespace poseaae::tools
