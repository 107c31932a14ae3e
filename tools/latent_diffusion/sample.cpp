#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "latent_diffusion/commands.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "support/path_arguments.hpp"

namespace poseaae::tools {

namespace {

constexpr double kPosesASecond = 2.0;  // single poses one after the other are no motion

class SampleCommand : public Subcommand {
 public:
  explicit SampleCommand(CommandLine& app) : path_arguments_(app, false) {
    diffusion_.add_to(app);
    sampling_.add_to(app);
    auto* seconds = app.add_option(
        "--seconds", seconds_,
        "Length of the motion in seconds, for diffusions of windows only (default: 6)");
    app.add_option("--count", count_,
                   "Number of independent single poses to sample in place of motion (default for a "
                   "diffusion of single poses: 8)")
        ->excludes(seconds);
  }

  void run() override {
    sampling_.sampler.validate();
    const auto model = path_arguments_.load();
    const auto diffusion = diffusion_.load(model);
    const auto guidance = sampling_.guidance(diffusion.labels());
    const bool poses = count_ || (diffusion.code().window == 1 && !seconds_);
    if (poses) {
      constexpr int kCount = 8;
      const int count = count_.value_or(kCount);
      path_arguments_.drawing().strip_frames = std::clamp(count, 1, render::kMaxStrip);
      path_arguments_.drawing().style.time_label = false;
      const auto latents =
          diffusion::sample_poses(diffusion, count, guidance, sampling_.sampler, sampling_.seed);
      session::Dancer dancer{.name = "sample", .path = {latents, kPosesASecond}};
      dancer.apart = true;
      path_arguments_.finish(model, {std::move(dancer)});
      return;
    }
    constexpr double kSeconds = 6.0;
    const double seconds = seconds_.value_or(kSeconds);
    if (!(seconds > 0.0 && seconds <= 3600.0)) {
      throw UsageError(fmt::format("--seconds: expected above 0, at most 3600, found {}", seconds));
    }
    const int frames = mocap::frames_in(seconds, model.motion_fps(), "--seconds");
    session::Dancer dancer{.name = "sample", .path = {}};
    int points = frames;
    if (model.windowed()) {
      dancer.frames = frames;
      points = std::max(model.points_for(frames), diffusion.code().window);
    }
    dancer.path =
        diffusion::sample_motion(diffusion, points, guidance, sampling_.sampler, sampling_.seed);
    path_arguments_.finish(model, {std::move(dancer)});
  }

 private:
  PathArguments path_arguments_;
  DiffusionArgument diffusion_;
  SamplingArguments sampling_;
  std::optional<double> seconds_;
  std::optional<int> count_;
};

}  // namespace

const SubcommandKind kSample = subcommand<SampleCommand>(
    "sample", "Sample new poses, or motion of any length joined from windows");

}  // namespace poseaae::tools
