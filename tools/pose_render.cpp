#include <fmt/format.h>

#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/choice.hpp"
#include "support/clip_arguments.hpp"
#include "support/output_arguments.hpp"
#include "support/plant_arguments.hpp"
#include "support/run_tool.hpp"
#include "support/texts.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
With --model, the clip is first prepared like the model's training clips (unit, joints, frame rate);
--unit, --up, --source-fps and --resample overrule the model where they are given. The reconstruction keeps the clip's own bones and root trajectory: only the rotations pass through
the model. With --show both, .bvh, .h5 and .csv files contain the reconstruction.

Examples:
  pose_render dance.bvh --range 100:400 --out dance.gif
  pose_render dance.bvh --frame 120 --view front --size 800 --out pose.png --out pose.svg
  pose_render dance.bvh:100:400 --model runs/dance/best.safetensors --show both --out both.gif)";

struct Arguments {
  tools::ClipArguments clip;
  std::string model;
  std::optional<int> frame;
  std::optional<std::string> show;
  std::optional<std::string> unit;
  std::optional<mocap::Up> up;
  std::optional<double> source_fps;
  std::optional<double> resample_fps;
  std::optional<tools::PlantArguments> plant;
  latent::Travel travel = latent::Travel::kClip;

  void add_to(tools::CommandLine& app) {
    clip.add_to(app, "CLIP", "");
    auto* frame_option =
        app.add_option("--frame", frame, "Frame to draw as a single pose, counted from 0")
            ->between(0, mocap::kMaxFrames);
    app.get_option("--range")->excludes(frame_option);
    tools::add_model_option(app, model, false);
    app.add_option("--show", show,
                   "Motion to draw: original, reconstruction (the clip as decoded by the model), "
                   "or both side by side (default: both with --model, otherwise original)")
        ->one_of({"original", "reconstruction", "both"});
    plant.emplace(app, "root, which is the clip's own");
    tools::add_choice(app, "--travel", travel, latent::travel_names(),
                      "What takes the reconstruction through the room: clip, the clip's own root; "
                      "feet, the feet that carry weight; none, nothing: it stays in place");
    app.add_option("--unit", unit,
                   std::string(tools::text::kUnit) +
                       " (default: cm, or with --model that of the model's training clips)")
        ->stands_for("data.unit");
    tools::add_choice(app, "--up", up, mocap::up_names(), tools::text::kUp)->stands_for("data.up");
    app.add_option("--source-fps", source_fps,
                   "Frame rate of the file in frames per second, in place of its Frame Time")
        ->stands_for("data.fps")
        ->between(1e-3, mocap::kMaxFps);
    app.add_option("--resample", resample_fps,
                   "Frame rate to resample the motion to, in frames per second; applies to .bvh, "
                   ".h5 and .csv as well (default: unchanged)")
        ->between(1e-3, mocap::kMaxFps);
  }

  mocap::ClipReference reference() const {
    return frame ? clip.frame(*frame, "--frame") : clip.reference();
  }

  /// What is given overrules what is there.
  void adjust(mocap::ClipOptions& options) const {
    if (unit) options.unit = mocap::Unit::parse(*unit);
    options.up = up.value_or(options.up);
    options.source_fps = source_fps.value_or(options.source_fps);
    options.fps = resample_fps.value_or(options.fps);
  }
};

void render_clip(const Arguments& arguments, tools::OutputArguments& output) {
  mocap::ClipOptions options;
  arguments.adjust(options);
  auto clip = log::warned(mocap::load_clip(arguments.reference(), options));
  output.write(render::Scene(std::move(clip.motion)));
}

/// On its way through the room.
mocap::Motion travelling(const Arguments& arguments, const codec::PoseAutoencoder& model,
                         mocap::Motion reconstruction) {
  if (arguments.travel == latent::Travel::kClip) return reconstruction;
  const latent::LatentPath nowhere{Batch(0, model.latent_dim()), reconstruction.fps()};
  for (int t = 0; t < reconstruction.frames(); ++t) {
    reconstruction.set_root_position(t, mocap::Vec3::Zero());
  }
  return latent::set_down(model, std::move(reconstruction), nowhere,
                          {.plant = latent::Plant::kRoot, .travel = arguments.travel})
      .motion;
}

/// Feet stand when those of the clip do.
mocap::Motion planted(const Arguments& arguments, const mocap::Motion& original,
                      mocap::Motion reconstruction) {
  const auto wish = arguments.plant->wish().value_or(latent::Plant::kRoot);
  if (wish == latent::Plant::kIk) {
    const bool same_way = arguments.travel == latent::Travel::kClip;
    const auto contacts = footing::contacts_of(same_way ? original : reconstruction);
    auto stands = footing::plant_feet(std::move(reconstruction), contacts);
    arguments.plant->report(stands.report, "");
    return mocap::make_continuous(std::move(stands.motion));
  }
  for (int t = 0; wish == latent::Plant::kOff && t < reconstruction.frames(); ++t) {
    reconstruction.set_root_position(t, mocap::Vec3::Zero());
  }
  return reconstruction;
}

void render_with_model(const Arguments& arguments, tools::OutputArguments& output) {
  const auto reference = arguments.reference();
  const auto model = tools::open_model(arguments.model);
  mocap::ClipOptions options = model.codec().data().clip_options;
  arguments.adjust(options);
  auto original = model.clip(reference, options).motion;
  auto reconstruction = latent::reconstruct(model.codec(), original);
  const auto error = latent::compare(original, reconstruction);
  reconstruction = travelling(arguments, model.codec(), std::move(reconstruction));
  reconstruction = planted(arguments, original, std::move(reconstruction));

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
  tools::CommandLine app("Draws a clip, a model's reconstruction of it, or both.", "pose_render",
                         kFooter);
  Arguments arguments;
  arguments.add_to(app);
  tools::OutputArguments output(app);
  return tools::run_tool(app, argc, argv, [&] {
    output.check();
    if (!arguments.model.empty()) return render_with_model(arguments, output);
    if (arguments.show.value_or("original") != "original") {
      throw UsageError(
          fmt::format("--show {}: expected --model FILE as well, found none", *arguments.show));
    }
    if (arguments.plant->wish()) {
      throw UsageError("--plant: expected --model FILE as well, since clips are drawn as they are");
    }
    if (arguments.travel != latent::Travel::kClip) {
      throw UsageError(
          "--travel: expected --model FILE as well, since clips are drawn as they are");
    }
    render_clip(arguments, output);
  });
}
