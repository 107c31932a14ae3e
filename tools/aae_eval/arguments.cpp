#include "aae_eval/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/render/output.hpp"
#include "support/clip_arguments.hpp"
#include "support/texts.hpp"

namespace poseaae::tools::eval {

namespace {

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

const std::vector<std::string> kNoBaseline{"none"};

/// An option, and whether it is not what it is by default.
using Given = std::vector<std::pair<const char*, bool>>;

/// Those that say nothing about motion.
Given options_of_poses(const Arguments& given) {
  const Arguments none;
  return {{"--generated", given.options.generated != none.options.generated},
          {"--factors", !given.options.factors.empty()},
          {"--shuffles", given.options.shuffles != none.options.shuffles}};
}

/// Those that in-betweening has no use for.
Given options_of_comparisons(const Arguments& given, bool trained) {
  const Arguments none;
  Given options{{"--baselines", !given.study.baselines.empty()},
                {"--jobs", given.study.jobs != none.study.jobs},
                {"--data", !given.data.empty() && given.model.empty()},
                {"--set", !given.assignments.empty() && !given.lafan1.empty()}};
  if (trained) return options;
  options.insert(options.end(), {{"--seeds", given.study.seeds != none.study.seeds},
                                 {"--runs", !given.runs.empty()}});
  return options;
}

Given options_of_walks(const Arguments& given) {
  return {{"--walks", given.options.walks != Arguments{}.options.walks}};
}

void refuse(const Given& options, const std::string& task) {
  for (const auto& [name, differs] : options) {
    if (!differs) continue;
    throw UsageError(fmt::format("{}: has no effect with --task {}; leave it out", name, task));
  }
}

}  // namespace

void Arguments::add_to(CommandLine& app) {
  app.add_option("--task TASK", task,
                 "What is measured: poses, how a model encodes and decodes them; motion, how it "
                 "travels and stands; or inbetween, how gaps in motion are filled, by holding a "
                 "pose, by interpolation, and by models (default: motion for a model of windows, "
                 "otherwise poses)")
      ->one_of({"poses", "motion", "inbetween"});
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
  app.add_option("--baselines NAMES", study.baselines,
                 fmt::format("Baselines to compare with, separated by commas: {}, or none; of "
                             "motion also pose, a model of poses that goes by its feet. All but "
                             "pca are trained first (default: pca)",
                             fmt::join(evaluation::baseline_names(), ", ")))
      ->delimiter(',');
  app.add_option("--folds", study.folds,
                 "Number of folds: parts of the clips, each held out once; 0 takes the split of "
                 "the configuration")
      ->needs(config_option);
  app.add_option("--seeds", study.seeds,
                 "Number of runs of each fold, with training.seed counting up")
      ->needs(config_option);
  app.add_option("--jobs", study.jobs, "Number of runs at a time; 0 for as many as there are cores")
      ->needs(config_option);
  app.add_option("--runs FOLDER", runs,
                 "Folder to keep the runs of trained models in; runs of other settings that are "
                 "there are not replaced (default: none are kept)");
  app.add_option("-o,--out FILE", outputs,
                 "Report to write; may be given several times. The extension selects the "
                 "format:\n.txt .csv .h5    the numbers\n.png .svg .pdf   a page of pictures")
      ->output();
  app.add_option("--generated", options.generated, "Number of poses to decode from the prior");
  app.add_option("--walks", options.walks, "Number of random walks, of motion");
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

std::vector<std::string> Arguments::baselines(int latents, int features) const {
  if (study.baselines == kNoBaseline) return {};
  if (!study.baselines.empty()) return study.baselines;
  return evaluation::default_baselines(latents, features);
}

bool Arguments::trains() const {
  return model.empty() || std::ranges::any_of(study.baselines, [](const std::string& name) {
           return name != "pca" && name != kNoBaseline.front();
         });
}

training::Config Arguments::load_config() const {
  return training::Config::load(find_file(config, Installed::kConfig).string(), assignments);
}

bool Arguments::measures_motion() const {
  const bool windows = model.empty()
                           ? load_config().model.window > 1
                           : tools::open_model(model).codec().format().window().has_value();
  if (task != "poses" || !windows) return windows || task == "motion";
  throw UsageError(
      "--task poses: expected a model of poses, found one of windows; leave it out, or use --task "
      "motion");
}

void require_effect(const Arguments& arguments) {
  for (const std::string& output : arguments.outputs) evaluation::check_report_output(output);
  evaluation::Study study = arguments.study;
  if (study.baselines == kNoBaseline) study.baselines.clear();
  study.validate();
  arguments.options.validate();
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

void require_measurable(const Arguments& arguments, bool motion) {
  for (const std::string& output : arguments.outputs) {
    using render::Content;
    if (motion) render::check_output(output, {Content::kTable, Content::kText, Content::kArrays});
  }
  if (motion) return refuse(options_of_poses(arguments), "motion");
  refuse(options_of_walks(arguments), "poses");
  if (arguments.study.baselines == kNoBaseline) return;
  evaluation::check_baselines(arguments.study.baselines);
}

void require_inbetween(const Arguments& arguments, bool trained) {
  const std::string task = fmt::format("inbetween{}", !arguments.model.empty()    ? " and --model"
                                                      : !arguments.lafan1.empty() ? " and --lafan1"
                                                                                  : "");
  refuse(options_of_comparisons(arguments, trained), task);
  refuse(options_of_poses(arguments), task);
  refuse(options_of_walks(arguments), task);
}

}  // namespace poseaae::tools::eval
