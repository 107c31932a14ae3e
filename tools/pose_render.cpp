#include <fmt/format.h>

#include <optional>

#include "poseaae/core/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "support/clip_arguments.hpp"
#include "support/output_arguments.hpp"
#include "support/path_arguments.hpp"
#include "support/run_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
With a model, the clip is first edited the way the model's training clips were (unit, joints, frame
rate), and its reconstruction keeps the clip's own bones and root trajectory: only rotations pass
through the model. With --show both, .bvh, .h5 and .csv carry the reconstruction.

Examples:
  pose_render dance.bvh --range 100:400 --out dance.gif
  pose_render dance.bvh --frame 120 --view front --size 800 --out pose.png --out pose.svg
  pose_render dance.bvh:100:400 --model runs/dance/best.h5 --show both --out both.gif)";

struct Arguments {
  tools::ClipArguments clip;
  std::string model;
  std::optional<int> frame;
  std::optional<std::string> show;
  std::string unit = "cm";
  double source_fps = 0.0;
  double resample_fps = 0.0;

  void add_to(tools::CommandLine& app) {
    clip.add_to(app, "CLIP", "BVH file");
    auto* frame_option =
        app.add_option("--frame", frame, "Only this frame: a single pose")->not_negative();
    app.get_option("--range")->excludes(frame_option);
    tools::add_model_option(app, model, false);
    app.add_option(
           "--show", show,
           "original, reconstruction (what the model makes of the clip), or both side by side "
           "(default: both with a model)")
        ->one_of({"original", "reconstruction", "both"});
    app.add_option("--unit", unit,
                   "Of lengths in the file: cm, m, inch, mm, ft, or metres per unit as a number; a "
                   "model brings its own")
        ->capture_default_str();
    app.add_option("--source-fps", source_fps,
                   "Frames per second of the file, instead of its Frame Time");
    app.add_option(
        "--resample", resample_fps,
        "Bring the motion to this many frames per second first (also in .bvh, .h5, .csv)");
  }

  mocap::ClipReference reference() const {
    auto reference = clip.reference();
    if (!frame) return reference;
    if (reference.first != 0 || reference.last != -1) {
      throw UsageError("expected frames either after the file name or in --frame, found both");
    }
    reference.first = *frame;
    reference.last = *frame + 1;
    return reference;
  }

  void adjust(mocap::ClipOptions& options) const {
    if (source_fps > 0.0) options.source_fps = source_fps;
    if (resample_fps > 0.0) options.fps = resample_fps;
  }
};

void render_clip(const Arguments& arguments, tools::OutputArguments& output) {
  mocap::ClipOptions options;
  options.unit = mocap::Unit::parse(arguments.unit);
  arguments.adjust(options);
  output.write(render::Scene(tools::open_clip(arguments.reference(), options).motion));
}

void render_with_model(const Arguments& arguments, tools::OutputArguments& output) {
  const auto reference = arguments.reference();
  const auto model = model::PoseAutoencoder::load(arguments.model);
  mocap::ClipOptions options = model.data().clip_options;
  arguments.adjust(options);
  auto original = tools::open_clip(reference, model, options).motion;
  auto reconstruction = latent::reconstruct(model, original);
  const auto error = latent::compare(original, reconstruction);

  const std::string show = arguments.show.value_or("both");
  std::vector<render::Panel> panels;
  if (show != "reconstruction") panels.push_back({"original", std::move(original)});
  if (show != "original") panels.push_back({"reconstruction", std::move(reconstruction)});
  const int primary = static_cast<int>(panels.size()) - 1;
  output.write(render::Scene(std::move(panels)), primary);
  fmt::print("reconstruction error: {:.2f} cm per joint, {:.2f} degrees per rotation\n",
             error.position_cm, error.rotation_deg);
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Draws a clip, a model's reconstruction of it, or both.", "pose_render");
  app.footer(kFooter);
  Arguments arguments;
  arguments.add_to(app);
  tools::OutputArguments output(app);
  return tools::run_tool(app, argc, argv, [&] {
    output.check();
    if (!arguments.model.empty()) return render_with_model(arguments, output);
    if (arguments.show.value_or("original") != "original") {
      throw UsageError(fmt::format("--show {}: expected --model FILE as well", *arguments.show));
    }
    render_clip(arguments, output);
  });
}
