#include <fmt/format.h>

#include <optional>

#include "poseaae/core/error.hpp"
#include "poseaae/latent/walk.hpp"
#include "support/run_tool.hpp"
#include "support/travel.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
The default walk never ends among unlikely poses: its long-run distribution is the model's own
latent mean and covariance. --preset tutorial walks as Bisig's "Pose Generation with an AAE" does:
each frame adds uniform random numbers from [0, 2) in every dimension, so that it leaves the learned
poses after a few frames.

Examples:
  pose_walk --model runs/dance/best.h5 --out walk.gif --out walk.bvh
  pose_walk --model runs/dance/best.h5 --start dance.bvh:100 --seed 7 --count 600 --out walk.gif
  pose_walk --model runs/dance/best.h5 --preset tutorial --start dance.bvh:100 --out away.gif)";

struct Arguments {
  std::string preset = "corrected";
  std::optional<std::string> step;
  std::optional<int> frames_per_step;
  std::string start;
  latent::WalkOptions walk;

  void add_to(CLI::App& app) {
    std::string kinds = "Kind of random step:";
    for (const auto& kind : latent::step_kinds()) {
      kinds +=
          fmt::format("\n{}: {} (step size {:g})", kind.name, kind.summary, kind.default_step_size);
    }
    app.add_option("--preset", preset, "corrected, or tutorial for its walk to the letter")
        ->capture_default_str()
        ->check(CLI::IsMember({"corrected", "tutorial"}));
    app.add_option("--step", step, kinds + "\nDefault: gaussian, or the preset's")
        ->type_name("KIND");
    app.add_option("--step-size", walk.step_size,
                   "Length of a step: standard deviations of the latents, up to 1.4142 (gaussian, "
                   "uniform); latent units (tutorial). Default: the kind's");
    app.add_option("--count", walk.count, "Poses of the walk, one a frame, the start included")
        ->capture_default_str();
    app.add_option("--frames-per-step", frames_per_step,
                   fmt::format("Frames from one step to the next, joined by a smooth curve "
                               "(default: {}; 1 with the tutorial's preset)",
                               walk.frames_per_step));
    app.add_option("--start", start,
                   "Pose to start from, as clip.bvh:100 for its frame 100 (default: a random pose "
                   "from the model's latent statistics)")
        ->type_name("FILE[:FRAME]");
    app.add_option("--seed", walk.seed, "Of the random numbers: the same seed, the same walk")
        ->capture_default_str();
  }

  latent::WalkOptions resolve() const {
    latent::WalkOptions options = walk;
    const bool tutorial = preset == "tutorial";
    options.step = step.value_or(tutorial ? "tutorial" : options.step);
    options.frames_per_step = frames_per_step.value_or(tutorial ? 1 : options.frames_per_step);
    options.validate();
    return options;
  }
};

std::optional<Eigen::VectorXf> encode_start(const model::PoseAutoencoder& model,
                                            const std::string& start) {
  if (start.empty()) return std::nullopt;
  auto reference = mocap::ClipReference::parse(start);
  reference.last = reference.first + 1;
  const auto clip = tools::open_clip(reference, model);
  return latent::encode(model, clip.motion).points.row(0).transpose();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Random walk through a model's latent space, as motion.", "pose_walk");
  app.footer(kFooter);
  Arguments arguments;
  tools::TravelArguments travel(app);
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] {
    const auto options = arguments.resolve();
    const auto model = travel.load();
    const auto start = encode_start(model, arguments.start);
    const auto path = latent::walk(model.latent(), start, options, model.data().fps);
    travel.finish(model, path, "walk");
  });
}
