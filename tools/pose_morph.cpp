#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/super_resolution.hpp"
#include "poseaae/latent/tour.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/recipe/morph.hpp"
#include "poseaae/recipe/recipe.hpp"
#include "support/choice.hpp"
#include "support/path_arguments.hpp"
#include "support/run_tool.hpp"
#include "support/time_arguments.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Poses are visited one after another: dance.bvh:100 is frame 100 of a clip, sample:7 a random pose
sampled from the model with seed 7, mean the model's average pose. Clips (dance.bvh:100:300) are played
one after another, with transitions that carry the movement of each clip over into the next.

A path file describes all of this and more (walks, loops, mixes, offsets, styles, several dancers), so
that it can be kept, edited and played again. --save-path writes the path file of a command line.

Examples:
  pose_morph dance.bvh:100 dance.bvh:400 sample:7 --closed --model runs/dance/best.h5 --out tour.gif
  pose_morph waltz.bvh:0:90 kicks.bvh:60:150 --seconds 1 --model runs/dance/best.h5 --out join.gif
  pose_morph waltz.bvh:0:90 --super-resolution 120 --model runs/dance/best.h5 --out fine.bvh
  pose_morph --path paths/duet.yaml --model runs/dance/best.h5 --out duet.gif --out duet.bvh)";

struct Arguments {
  recipe::Morph morph;
  std::string path_file;
  std::string attributes;
  std::string save;
  std::string dancer;
  std::optional<double> super_resolution;

  void add_to(tools::CommandLine& app) {
    auto* stops = app.add_option("STOP POSE|CLIP", morph.stops,
                                 "Poses (dance.bvh:100, sample:7, mean) or clips "
                                 "(dance.bvh:100:300) to pass through");
    auto* file = app.add_option("--path FILE.yaml", path_file,
                                "Path file to follow, in place of stops, or the name of an "
                                "installed one such as duet.yaml")
                     ->excludes(stops);
    app.add_option("--super-resolution FPS", super_resolution,
                   "Frame rate in frames per second to bring one clip to by interpolating its "
                   "encodings; the clip's own frames stay as they are, whereas --fps-out replaces "
                   "them by reconstructions")
        ->between(1e-3, mocap::kMaxFps)
        ->excludes(file);
    add_journey(app, file);
    app.add_option("--save-path FILE.yaml", save,
                   "Also write the path of this command line as a path file")
        ->output()
        ->excludes(file);
    app.add_option("--attributes FILE.h5", attributes,
                   "Attribute file for a path file that names none (default: attributes.h5 beside "
                   "the model)");
    app.add_option("--dancer NAME", dancer,
                   "Dancer whose motion .bvh, .h5 and .csv contain, when there are several "
                   "(default: the first)");
  }

  void add_journey(tools::CommandLine& app, tools::Option* file) {
    const auto journey = [&](tools::Option* option) { option->excludes(file); };
    app.group("Between stops");
    journey(app.add_option("--seconds", morph.seconds,
                           "Time from one stop to the next in seconds; 0 between clips cuts "
                           "(default: 1 between poses, 0.5 between clips)")
                ->between(0, mocap::kMaxFrames));
    journey(app.add_option("--way KIND", morph.way,
                           "Way from one stop to the next: curve (poses only), lerp, slerp or "
                           "variance-preserving (default: curve between poses, lerp between clips)")
                ->one_of(words_of(latent::way_names())));
    journey(app.add_option("--easing KIND", morph.easing,
                           "Easing of each part: how it starts and stops (default: linear between "
                           "poses, quintic between clips)")
                ->one_of(words_of(latent::easing_names())));
    journey(
        app.add_option(
               "--pace KIND", morph.pace,
               "Pace between poses: eased, or constant speed in latents or joints (default: eased)")
            ->one_of({"eased", "latents", "joints"}));
    journey(app.add_flag("--closed", morph.closed,
                         "Return to the first stop, so that the motion loops"));
    app.group();
  }
};

std::size_t number_of(const std::string& name, const recipe::Performance& performance) {
  if (name.empty()) return 0;
  std::vector<std::string> names;
  for (const auto& dancer : performance.dancers) names.push_back(dancer.name);
  const auto found = std::ranges::find(names, name);
  if (names.size() == 1 && names.front().empty()) {
    throw UsageError(fmt::format(
        "--dancer: expected only with a path file of several dancers, found '{}'", name));
  }
  if (found == names.end()) {
    throw UsageError(
        fmt::format("--dancer: expected one of {}, found '{}'", fmt::join(names, ", "), name));
  }
  return static_cast<std::size_t>(found - names.begin());
}

void refine(const Arguments& arguments, tools::PathArguments& path_arguments) {
  if (arguments.morph.stops.size() != 1) {
    throw UsageError(fmt::format("--super-resolution: expected one clip, found {}",
                                 arguments.morph.stops.size()));
  }
  const auto model = path_arguments.load();
  const auto clip = model.clip(mocap::ClipReference::parse(arguments.morph.stops.front()));
  const double fps = *arguments.super_resolution;
  mocap::Motion motion = latent::super_resolve(model.codec(), clip.motion, fps);
  if (clip.in_room) {
    motion = latent::set_down(model.codec(), std::move(motion),
                              latent::upsample(latent::encode(model.codec(), clip), fps),
                              {.plant = latent::Plant::kRoot})
                 .motion;
  }
  path_arguments.write(std::move(motion));
}

void journey(Arguments& arguments, tools::PathArguments& path_arguments,
             const tools::TimeArguments& time) {
  arguments.morph.travel = path_arguments.travel().value_or(latent::Travel::kClip);
  const bool from_file = !arguments.path_file.empty();
  const std::string text = from_file ? "" : recipe::path_file_of(arguments.morph);
  if (!arguments.save.empty()) const AtomicFile probe(arguments.save);
  time.check();
  auto model = path_arguments.load();
  if (!arguments.attributes.empty()) model.use_attributes(arguments.attributes);
  auto performance =
      from_file ? recipe::perform(find_file(arguments.path_file, Installed::kPathFile), model)
                : recipe::perform_text(text, "command line", model);
  const std::size_t primary = number_of(arguments.dancer, performance);
  if (!arguments.save.empty()) write_file(arguments.save, text);
  for (auto& dancer : performance.dancers) dancer = time.apply(std::move(dancer), model);
  path_arguments.finish(model, performance.dancers, primary);
  time.report(model, performance.dancers[primary].path);
}

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Generates motion that passes through poses or clips in a model's latent space.",
      "pose_morph",
      kFooter +
          std::string("\n\nA phrase of a path file is one source and any number of changes. ") +
          recipe::describe_kinds());
  Arguments arguments;
  tools::PathArguments path_arguments(app);
  arguments.add_to(app);
  const tools::TimeArguments time(app);
  // It has no path of its own: only the motion comes out, at the times of the clip.
  for (const char* name :
       {"--save-path", "--latents", "--travel", "--in-place", "--no-plant", "--plant",
        "--attributes", "--dancer", "--seconds", "--way", "--easing", "--pace", "--closed",
        "--smooth", "--slow", "--fps-out", "--diagnostics"}) {
    app.get_option("--super-resolution")->excludes(app.get_option(name));
  }
  return tools::run_tool(app, argc, argv, [&] {
    if (arguments.super_resolution) {
      refine(arguments, path_arguments);
    } else {
      journey(arguments, path_arguments, time);
    }
  });
}
