#include <fmt/format.h>

#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "support/path_tool.hpp"
#include "support/sample_arguments.hpp"
#include "support/texts.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Walks and loops stay among the poses that the model has learned: in the long run, they have the mean and
covariance of the model's own latents. Where these are not normal, many a pose of a walk is rarer than most of
those. With --keep-likely, poses are as common as those that the model learned from, and the dancer changes
more abruptly from one kind of pose to another: in a model of recorded motion, joints accelerated 1.4 times as
much on average, and 3 times as much in the fastest hundredth of the frames.

--preset tutorial walks as in Bisig's "Pose Generation with an AAE": each frame adds a uniform random number
from [0, 2) to every dimension, so that the walk leaves the learned poses after a few frames.

Examples:
  pose_walk --model runs/dance/best.safetensors --out walk.gif --out walk.bvh
  pose_walk --model runs/dance/best.safetensors --start dance.bvh:100 --seed 7 --seconds 20 --out walk.gif
  pose_walk --model runs/dance/best.safetensors --time-scale 2 --spread 0.8 --out calm.gif
  pose_walk --model runs/dance/best.safetensors --keep-likely --seconds 20 --out likely.gif
  pose_walk --model runs/dance/best.safetensors --loop --seconds 8 --out loop.gif
  pose_walk --model runs/dance/best.safetensors --loop great_circle --start dance.bvh:100 --out circle.gif
  pose_walk --model runs/dance/best.safetensors --preset tutorial --start dance.bvh:100 --out tutorial.gif)";

/// Names, summaries and default time scales of walks or loops, a line each.
template <typename Kinds>
std::string describe(const Kinds& kinds) {
  std::string text;
  for (const auto& kind : kinds) {
    text += fmt::format("\n{}: {}", kind.name, kind.summary);
    if (kind.time_scale_s) text += fmt::format(" (time scale {:g} s)", *kind.time_scale_s);
  }
  return text;
}

struct Arguments {
  static constexpr bool kFollowsClips = false;

  std::string preset = "corrected";
  std::optional<std::string> kind;
  std::optional<int> count;
  std::optional<double> seconds;
  std::string start;
  latent::WalkOptions walk;
  std::optional<std::string> loop_kind;
  latent::LoopOptions loop;
  bool keep_likely = false;
  tools::SampleArguments sample;

  void add_to(tools::CommandLine& app) {
    add_what(app);
    add_how(app);
  }

  void add_what(tools::CommandLine& app) {
    auto* loop_option =
        app.add_option("--loop KIND", loop_kind,
                       "Return to the starting pose, so that the animation repeats without a seam. "
                       "Kinds of loop:" +
                           describe(latent::loop_kinds()) +
                           "\n(without KIND: fourier, or steps for models of windows)")
            ->value_optional();
    app.add_option("--kind KIND", kind,
                   "Kind of random walk:" + describe(latent::walk_kinds()) +
                       "\n(default: matern, or steps for models of windows; tutorial with --preset "
                       "tutorial)")
        ->excludes(loop_option);
    app.add_option("--preset", preset,
                   "Preset: corrected, or tutorial for exactly the walk of the tutorial")
        ->one_of({"corrected", "tutorial"});
    auto* poses = app.add_option(
        "--count", count,
        fmt::format("Number of poses, one per frame, including the start (default: {})",
                    walk.count));
    app.add_option("--seconds", seconds,
                   fmt::format("Length in seconds, in place of --count (default for a loop: {:g})",
                               loop.seconds))
        ->excludes(poses);
    auto* from = app.add_option("--start FILE[:FRAME]", start,
                                "Pose to start from: clip.bvh:100 is frame 100 of that file "
                                "(default: a random pose, drawn as --sample says)");
    auto* kind_of_sample = sample.add_to(app)->excludes(from);
    app.add_option("--seed", walk.seed, tools::text::kSeed);
    app.add_flag("--keep-likely", keep_likely,
                 "Keep every pose as common as those that the model learned from, by its flow")
        ->excludes(kind_of_sample);
    app.add_option("--harmonics", loop.harmonics,
                   "Number of harmonics in a fourier loop; fewer make it calmer (default: all that "
                   "the frame rate can show)")
        ->default_str("")
        ->needs(loop_option);
  }

  void add_how(tools::CommandLine& app) {
    app.add_option("--time-scale", walk.time_scale_s,
                   "Time in seconds after which a pose has little in common with the one before: "
                   "0.5 is quick, 3 is slow (default: that of the kind)");
    app.add_option("--spread", walk.spread,
                   "Distance from the average pose, as a multiple of that of the model's own "
                   "poses: below 1 is calmer, above 1 goes beyond what the model has learned");
    app.add_option("--step-size", walk.step_size,
                   "Step size of the tutorial's walk, in latent units (default: 2)");
  }

  /// All that can be said before the model, and so the frame rate, is known.
  void check() const {
    if (loop_kind && preset == "tutorial") {
      throw UsageError(
          "--preset tutorial: expected without --loop, because the tutorial's walk does not return "
          "to its start; leave one of them out");
    }
    if (keep_likely && !loop_kind && kind.value_or(preset) == "tutorial") {
      throw UsageError(
          "--keep-likely: expected without the tutorial's walk, which leaves the learned poses; "
          "leave one of them out");
    }
    constexpr double kAnyFps = 30.0;
    if (loop_kind) {
      (void)resolve_loop(kAnyFps, latent::LoopOptions{}.kind);
    } else if (!seconds) {
      (void)resolve_walk(kAnyFps, latent::WalkOptions{}.kind);
    }
  }

  session::Dancer make_path(session::OpenModel& model) {
    sample.apply(model);
    std::optional<Eigen::VectorXf> from;
    if (!start.empty()) from = model.first_pose(start);
    if (!loop_kind) {
      latent::WalkOptions options = resolve_walk(model.motion_fps(), model.usual_walk());
      session::Dancer dancer{.name = "walk", .path = {}, .frames = options.count};
      options.count = model.points_for(options.count);
      dancer.path = model.walk(from, options, keep_likely);
      if (preset == "tutorial") dancer.travel = latent::Travel::kNone;
      return dancer;
    }
    return {
        .name = "loop",
        .path = model.loop(from, resolve_loop(model.motion_fps(), model.usual_loop()), keep_likely),
        .loops = true};
  }

 private:
  [[nodiscard]] latent::WalkOptions resolve_walk(double fps, const std::string& usual) const {
    latent::WalkOptions options = walk;
    options.kind = kind.value_or(preset == "tutorial" ? "tutorial" : usual);
    options.count = count.value_or(options.count);
    if (seconds) options.count = mocap::frames_in(*seconds, fps, "--seconds");
    options.validate();
    return options;
  }

  [[nodiscard]] latent::LoopOptions resolve_loop(double fps, const std::string& usual) const {
    latent::LoopOptions options = loop;
    options.kind = loop_kind->empty() ? usual : *loop_kind;
    if (walk.step_size)
      throw UsageError(
          "--step-size: expected only with the tutorial's walk, found with --loop; use "
          "--time-scale or --spread for loops");
    if (count) {
      if (*count < 1)
        throw UsageError(fmt::format("--count: expected at least 1, found {}", *count));
      options.seconds = *count / fps;
    }
    if (seconds) options.seconds = *seconds;
    options.time_scale_s = walk.time_scale_s;
    options.spread = walk.spread;
    options.seed = walk.seed;
    options.validate();
    return options;
  }
};

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Generates motion from a random walk, or a closed loop, through a model's latent space.",
      "pose_walk", kFooter);
  return tools::run_path_tool<Arguments>(app, argc, argv);
}
