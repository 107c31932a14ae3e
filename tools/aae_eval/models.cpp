#include "aae_eval/models.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "aae_eval/runs_folder.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "support/clip_arguments.hpp"
#include "support/torch_plugin.hpp"

namespace poseaae::tools::eval {

namespace {

evaluation::Comparison compare_model(const Arguments& arguments,
                                     const evaluation::Experiment& experiment, bool motion) {
  const session::OpenModel model = tools::open_model(arguments.model);
  auto config =
      training::Config::parse(model.codec().data().config, arguments.model, arguments.assignments);
  if (!arguments.data.empty()) {
    config.data.source = config.data.source.with_clips(arguments.data);
  }
  const codec::PoseAutoencoder& codec = model.codec();
  const auto baselines = arguments.baselines(codec.latent_dim(), codec.format().features());
  evaluation::require_same_runs(experiment.runs,
                                motion ? evaluation::motion::planned_runs(config, baselines)
                                       : evaluation::planned_runs(config, baselines));
  const training::Session session = training::prepare(config, model.codec());
  log::warn_all(session.warnings);
  if (const std::string warning = evaluation::data_warning(model.codec(), session);
      !warning.empty()) {
    log::warning("{}", warning);
  }
  const std::string run = model.file().parent_path().filename().string();
  const std::string name = run.empty() ? model.file().stem().string() : run;
  if (motion) {
    return evaluation::motion::evaluate_model(experiment, session, name, model.codec(), baselines);
  }
  return evaluation::evaluate_model(experiment, session, evaluation::codec_of(name, model.codec()),
                                    baselines);
}

evaluation::Comparison compare_runs(const Arguments& arguments,
                                    const evaluation::Experiment& experiment, bool motion) {
  const training::Config config = arguments.load_config();
  const std::string name = std::filesystem::path(arguments.config).stem().string();
  evaluation::Study study = arguments.study;
  study.baselines =
      arguments.baselines(config.model.latent, training::prepare(config).format.features());
  evaluation::require_same_runs(experiment.runs,
                                motion ? evaluation::motion::planned_runs(name, config, study)
                                       : evaluation::planned_runs(name, config, study));
  return motion ? evaluation::motion::cross_validate(experiment, name, config, study)
                : evaluation::cross_validate(experiment, name, config, study);
}

}  // namespace

evaluation::Comparison compare(const Arguments& arguments, bool motion) {
  const RunsFolder runs(arguments.runs);
  const evaluation::Experiment experiment{runs.path(), tools::make_engine, arguments.options};
  if (!arguments.trains()) return compare_model(arguments, experiment, motion);
  const InterruptGuard guard;  // a run that is interrupted saves its state
  try {
    return arguments.model.empty() ? compare_runs(arguments, experiment, motion)
                                   : compare_model(arguments, experiment, motion);
  } catch (const Interrupted&) {
    throw interrupted(arguments.runs);
  }
}

}  // namespace poseaae::tools::eval
