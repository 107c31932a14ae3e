#include <fmt/format.h>

#include "latent_diffusion/commands.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/diffusion/measure.hpp"
#include "poseaae/model/model_file.hpp"
#include "poseaae/render/output.hpp"
#include "support/path_arguments.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

class EvaluateCommand : public Subcommand {
 public:
  explicit EvaluateCommand(CommandLine& app) {
    add_model_option(app, model_path_);
    add_diffusion_option(app, diffusion_path_);
    clips_.add_to(app);
    app.add_option("--poses", options_.poses, "Number of poses to sample in each way")
        ->capture_default_str();
    app.add_option("--motions", options_.motions, "Number of motions to sample in each way")
        ->capture_default_str();
    app.add_option("--seconds", options_.seconds, "Length of each motion in seconds")
        ->capture_default_str();
    app.add_option(
           "--seeds", options_.seeds,
           "Number of runs of each way; the results are means and standard deviations over them")
        ->capture_default_str();
    app.add_option("--seed", options_.seed, "Seed of the first run")->capture_default_str();
    app.add_option("--steps", options_.sampler.steps, text::kSteps)->capture_default_str();
    app.add_option("--eta", options_.sampler.eta, text::kEta)->capture_default_str();
    app.add_option("--threads", options_.threads, text::kThreads)->capture_default_str();
    app.add_option("-o,--out", out_, "Also write the figures to this file (.csv)")
        ->type_name("FILE")
        ->output();
  }

  void run() override;

 private:
  std::string model_path_;
  std::string diffusion_path_;
  ClipsOfModel clips_;
  diffusion::MeasureOptions options_;
  std::string out_;
};

void EvaluateCommand::run() {
  options_.validate();
  if (!out_.empty()) render::check_output(out_, {render::Content::kTable});
  const auto model = model::load(model_path_);
  const auto diffusion = diffusion::LatentDiffusion::load(diffusion_path_);
  diffusion.require_model(model_path_);
  const training::Session session = clips_.prepare(model, model_path_);
  const auto poses =
      diffusion::measure_poses(model, diffusion, session.data, session.split, options_);
  fmt::print("single poses ({} of each way, {} seed{})\n{}", options_.poses, options_.seeds,
             options_.seeds == 1 ? "" : "s", diffusion::format_scores(poses));
  std::string csv = "sampler,measure,mean,deviation\n" + diffusion::scores_csv(poses);
  if (diffusion.code().window > 1) {
    const auto motion =
        diffusion::measure_motion(model, diffusion, session.data, session.split, options_);
    fmt::print("\nmotion ({} of {:g} s of each way, windows of {} frames)\n{}", options_.motions,
               options_.seconds, diffusion.code().window, diffusion::format_scores(motion));
    csv += diffusion::scores_csv(motion);
  }
  if (out_.empty()) return;
  write_file(out_, csv);
  fmt::print("wrote {}\n", out_);
}

}  // namespace

std::unique_ptr<Subcommand> evaluate_command(CommandLine& app) {
  return std::make_unique<EvaluateCommand>(app);
}

}  // namespace poseaae::tools
