#include "aae_eval/models.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "poseaae/base/error.hpp"
#include "poseaae/base/interrupt.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/evaluation/motion.hpp"
#include "support/clip_arguments.hpp"
#include "support/torch_plugin.hpp"

namespace poseaae::tools::eval {

namespace {

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
                                     const evaluation::Experiment& experiment, bool motion) {
  const session::OpenModel model = tools::open_model(arguments.model);
  auto config =
      training::Config::parse(model.codec().data().config, arguments.model, arguments.assignments);
  if (!arguments.data.empty()) {
    config.data.source = config.data.source.with_clips(arguments.data);
  }
  const auto& baselines = arguments.study.baselines;
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
  const evaluation::Study& study = arguments.study;
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
    throw Interrupted(
        arguments.runs.empty()
            ? "interrupted; no report is written, and the runs are gone (--runs FOLDER keeps them)"
            : fmt::format("interrupted; no report is written, the runs so far are in {}",
                          arguments.runs));
  }
}

}  // namespace poseaae::tools::eval
