#include <fmt/format.h>

#include "latent_diffusion/commands.hpp"
#include "poseaae/base/atomic_file.hpp"
#include "poseaae/diffusion/measure.hpp"
#include "poseaae/render/output.hpp"
#include "support/run_tool.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

namespace {

class EvaluateCommand : public Subcommand {
 public:
  explicit EvaluateCommand(CommandLine& app) {
    model_.add_to(app);
    diffusion_.add_to(app);
    clips_.add_to(app);
    app.add_option("--poses", options_.poses, "Number of poses to sample in each way");
    app.add_option("--motions", options_.motions, "Number of motions to sample in each way");
    app.add_option("--seconds", options_.seconds, "Length of each motion in seconds");
    app.add_option(
        "--seeds", options_.seeds,
        "Number of runs of each way; the results are means and standard deviations over them");
    app.add_option("--seed", options_.seed, "Seed of the first run");
    app.add_option("--steps", options_.sampler.steps, text::kSteps);
    app.add_option("--eta", options_.sampler.eta, text::kEta);
    app.add_option("--threads", options_.threads, text::kThreads);
    app.add_option("-o,--out FILE", out_, "Also write the figures to this file (.csv)")->output();
  }

  void run() override {
    options_.validate();
    if (!out_.empty()) {
      require_extension("--out", out_, ".csv");
      render::check_output(out_);
    }
    const auto model = model_.open();
    const auto diffusion = diffusion_.load(model);
    const training::Session session = clips_.prepare(model);
    const auto poses =
        diffusion::measure_poses(model.codec(), diffusion, session.data, session.split, options_);
    fmt::print("single poses ({} of each way, {} seed{})\n{}", options_.poses, options_.seeds,
               options_.seeds == 1 ? "" : "s", diffusion::format_scores(poses));
    std::string csv = "sampler,measure,mean,deviation\n" + diffusion::scores_csv(poses);
    if (diffusion.code().window > 1) {
      const auto motion = diffusion::measure_motion(model.codec(), diffusion, session.data,
                                                    session.split, options_);
      fmt::print("\nmotion ({} of {:g} s of each way, windows of {} {})\n{}", options_.motions,
                 options_.seconds, diffusion.code().window, model.windowed() ? "points" : "frames",
                 diffusion::format_scores(motion));
      csv += diffusion::scores_csv(motion);
    }
    if (out_.empty()) return;
    write_file(out_, csv);
    fmt::print("wrote {}\n", out_);
  }

 private:
  ModelArguments model_;
  DiffusionArgument diffusion_;
  ClipsOfModel clips_;
  diffusion::MeasureOptions options_;
  std::string out_;
};

}  // namespace

const SubcommandKind kEvaluate = subcommand<EvaluateCommand>(
    "evaluate", "Compare samples with recordings and with simpler ways of sampling");

}  // namespace poseaae::tools
