#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "latent_diffusion/commands.hpp"
#include "latent_diffusion/figure.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/strides.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/render/output.hpp"
#include "support/path_arguments.hpp"

namespace poseaae::tools {

namespace {

/// The point whose moment is nearest to a frame.
int nearest(const std::vector<int>& moments, int frame) {
  const auto far = [frame](int moment) { return std::abs(moment - frame); };
  return static_cast<int>(std::ranges::min_element(moments, {}, far) - moments.begin());
}

class EditCommand : public Subcommand {
 public:
  explicit EditCommand(CommandLine& app) : path_arguments_(app) {
    clip_.add_to(app, "CLIP", " to edit");
    diffusion_.add_to(app);
    sampling_.add_to(app);
    app.add_option("--level", edit_.level,
                   "Noise level that is added and removed again, from 0 to 1: a low level changes "
                   "details, a high level the whole pose");
    app.add_option("--towards LABEL", towards_,
                   "Label to move towards at that noise level, as in style=old (default: none)");
    app.add_option("--from LABEL", from_,
                   "Label to move away from (default: the mean of all poses)");
    app.add_option("--strength", edit_.strength,
                   "Strength of the move towards --towards, as a multiple of the distance between "
                   "the means")
        ->between(-1e3, 1e3);
    app.group("Figure");
    app.add_option("--figure FILE", figure_path_,
                   "Also draw one pose edited in many ways to this file (.png, .svg, .pdf): rows "
                   "are noise levels, columns strengths of --towards or seeds")
        ->output();
    app.add_option("--levels", figure_.levels, "Noise levels of the rows, separated by commas")
        ->delimiter(',')
        ->between(0.0, 1.0);
    app.add_option("--strengths", figure_.strengths,
                   "Strengths of the columns with --towards, separated by commas")
        ->delimiter(',')
        ->between(-1e3, 1e3);
    app.add_option("--seeds", figure_.seeds,
                   "Number of columns without --towards, one for each seed")
        ->between(1, 1000);
    app.add_option("--figure-frame", figure_frame_,
                   "Frame of the clip to draw in the figure (default: the middle one)")
        ->between(0, mocap::kMaxFrames);
  }

  void run() override {
    check_figure();
    edit_.sampler = sampling_.sampler;
    edit_.seed = sampling_.seed;
    edit_.validate();
    const auto model = path_arguments_.load();
    const auto diffusion = diffusion_.load(model);
    edit_.guidance = sampling_.guidance(diffusion.labels());
    edit_.towards = diffusion.labels().parse(towards_);
    edit_.from = diffusion.labels().parse(from_);
    edit_.validate();
    const auto clip = model.clip(clip_.reference());
    const auto path = latent::with_strides(model.codec(), model.follow(clip));
    require_length(clip, diffusion.code().window, model);
    path_arguments_.finish(model,
                           {{clip.name + " edited", diffusion::edit(diffusion, path, edit_)}});
    if (figure_path_.empty()) return;
    const int frames = clip.motion.frames();
    const int frame = figure_frame_.value_or(frames / 2);
    if (frame < 0 || frame >= frames) {
      throw UsageError(
          fmt::format("--figure-frame: expected 0 to {}, found {}", frames - 1, frame));
    }
    figure_.frame = nearest(latent::moments_of(model.codec().format(), frames), frame);
    figure_.write(figure_path_, model.codec(), diffusion, path, edit_,
                  path_arguments_.drawing().camera);
    fmt::print(
        "wrote {} ({} x {} poses)\n", figure_path_, figure_.levels.size(),
        towards_.empty() ? static_cast<std::size_t>(figure_.seeds) : figure_.strengths.size());
  }

 private:
  /// A clip whose path has at least so many points.
  static void require_length(const mocap::Clip& clip, int points, const session::OpenModel& model) {
    const int least = model.codec().format().frames_for(points - 1) + 1;
    if (clip.motion.frames() >= least) return;
    throw UsageError(fmt::format(
        "{}: expected at least {} frames, which have {} {}, the length of this diffusion's "
        "windows, found {}; take a longer clip, or train with a smaller --window",
        clip.name, least, points, model.windowed() ? "points" : "poses", clip.motion.frames()));
  }

  void check_figure() const {
    if (figure_path_.empty()) return;
    render::check_output(figure_path_, {render::Content::kPicture});
    for (const double level : figure_.levels) {
      if (!(level >= 0.0 && level <= 1.0)) {
        throw UsageError(fmt::format("--levels: expected 0 to 1, found {}", level));
      }
    }
    if (figure_.levels.empty() || figure_.strengths.empty() || figure_.seeds < 1) {
      throw UsageError(
          "--figure: expected at least one level and one strength or seed, found none");
    }
  }

  PathArguments path_arguments_;
  ClipArguments clip_;
  DiffusionArgument diffusion_;
  SamplingArguments sampling_;
  diffusion::EditOptions edit_;
  std::string towards_;
  std::string from_;
  std::string figure_path_;
  EditFigure figure_;
  std::optional<int> figure_frame_;
};

}  // namespace

const SubcommandKind kEdit = subcommand<EditCommand>(
    "edit", "Add noise to a clip and remove it again, for variations of its poses");

}  // namespace poseaae::tools
