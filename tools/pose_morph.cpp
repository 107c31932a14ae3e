#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/keys.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/super_resolution.hpp"
#include "poseaae/latent/tour.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/lowest_point.hpp"
#include "poseaae/recipe/key_file.hpp"
#include "poseaae/recipe/morph.hpp"
#include "poseaae/recipe/recipe.hpp"
#include "support/choice.hpp"
#include "support/path_arguments.hpp"
#include "support/run_tool.hpp"
#include "support/sample_arguments.hpp"
#include "support/time_arguments.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Poses are visited one after another: dance.bvh:100 is frame 100 of a clip, sample:7 a random pose
drawn by the model with seed 7 (--sample), mean the model's average pose. Clips (dance.bvh:100:300) are played
one after another, with transitions that carry the movement of each clip over into the next.

A path file describes all of this and more (walks, loops, mixes, offsets, styles, several dancers), so
that it can be kept, edited and played again. --save-path writes the path file of a command line.

A key file (--keys) says what the motion is to be at some moments: whole poses, where the body is and faces,
where joints are. The path between them is the most likely one that the model knows.

Examples:
  pose_morph dance.bvh:100 dance.bvh:400 sample:7 --closed --model runs/dance/best.safetensors --out tour.gif
  pose_morph waltz.bvh:0:90 kicks.bvh:60:150 --seconds 1 --model runs/dance/best.safetensors --out join.gif
  pose_morph waltz.bvh:0:90 --super-resolution 120 --model runs/dance/best.safetensors --out fine.bvh
  pose_morph --path paths/duet.yaml --model runs/dance/best.safetensors --out duet.gif --out duet.bvh
  pose_morph --keys paths/keys.yaml --model runs/dance/best.safetensors --out keys.gif --out keys.bvh)";

struct Arguments {
  recipe::Morph morph;
  std::string path_file;
  std::string key_file;
  std::string attributes;
  std::string save;
  std::string dancer;
  std::optional<double> super_resolution;
  tools::SampleArguments sample;

  void add_to(tools::CommandLine& app) {
    auto* stops = app.add_option("STOP POSE|CLIP", morph.stops,
                                 "Poses (dance.bvh:100, sample:7, mean) or clips "
                                 "(dance.bvh:100:300) to pass through");
    auto* file = app.add_option("--path FILE.yaml", path_file,
                                "Path file to follow, in place of stops, or the name of an "
                                "installed one such as duet.yaml")
                     ->excludes(stops);
    app.add_option("--keys FILE.yaml", key_file,
                   "Key file to pass through, in place of stops, or the name of an installed one "
                   "such as keys.yaml: poses, places of the body and of joints at given frames")
        ->excludes(stops)
        ->excludes(file);
    app.add_option("--super-resolution FPS", super_resolution,
                   "Frame rate in frames per second to bring one clip to by interpolating its "
                   "encodings; the clip's own frames stay as they are, whereas --fps-out replaces "
                   "them by reconstructions")
        ->between(1e-3, mocap::kMaxFps)
        ->excludes(file);
    add_journey(app, file);
    sample.add_to(app);
    app.add_option("--save-path FILE.yaml", save,
                   "Also write the path of this command line as a path file")
        ->output()
        ->excludes(file);
    app.add_option(
        "--attributes FILE", attributes,
        "Attribute file for a path file that names none (default: attributes.safetensors beside "
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
    motion =
        latent::set_down(model.codec(), std::move(motion),
                         latent::upsample(model.encode(clip), fps), {.plant = latent::Plant::kRoot})
            .motion;
  }
  path_arguments.write(std::move(motion));
}

/// A line on how near the keys are passed, before and after the correction.
std::string report_of(const latent::Keyed& keyed) {
  const latent::KeyErrors& by = keyed.decoded;
  const latent::KeyErrors& at = keyed.reached;
  return fmt::format(
      "farthest from the keys: poses {:.1f} cm, body {:.1f} cm and {:.0f} degrees, joints {:.1f} "
      "cm (as decoded {:.1f} cm, {:.1f} cm and {:.0f} degrees, {:.1f} cm)\n",
      at.pose_cm, at.root_cm, at.heading_deg, at.joint_cm, by.pose_cm, by.root_cm, by.heading_deg,
      by.joint_cm);
}

/// Metres of the lowest point above the floor: the least, and the least of the second in which it
/// is highest, longer than a leap.
struct Heights {
  double lowest = 0.0;
  double floats = 0.0;
};

Heights heights_of(const mocap::Motion& motion) {
  std::vector<double> low;
  for (int t = 0; t < motion.frames(); ++t) {
    low.push_back(mocap::lowest_point(motion.skeleton(), mocap::forward_kinematics(motion, t), 0,
                                      mocap::Vec3::UnitY()));
  }
  Heights heights{*std::ranges::min_element(low), 0.0};
  const auto second = std::min(low.size(), static_cast<std::size_t>(std::lround(motion.fps())));
  for (auto from = low.begin(); from + static_cast<std::ptrdiff_t>(second) <= low.end(); ++from) {
    const auto to = from + static_cast<std::ptrdiff_t>(second);
    heights.floats = std::max(heights.floats, *std::min_element(from, to));
  }
  return heights;
}

/// Keys are met exactly, whatever they ask for: the body may have had to leave the floor.
void warn_of_heights(const Heights& heights, const std::string& file) {
  constexpr double kFar_m = 0.05;
  const char* const advice =
      "the model has no pose that meets these keys and stands; give such poses as keys, or other "
      "heights and places";
  if (heights.lowest < -kFar_m) {
    log::warning("{}: the body is up to {:.0f} cm under the floor: {}", file,
                 -100.0 * heights.lowest, advice);
  }
  if (heights.floats > kFar_m) {
    log::warning("{}: the body is above the floor by {:.0f} cm or more for a second: {}", file,
                 100.0 * heights.floats, advice);
  }
}

void pass_keys(const Arguments& arguments, tools::PathArguments& path_arguments) {
  auto model = path_arguments.load();
  arguments.sample.apply(model);
  const recipe::KeyFile file =
      recipe::read_keys(find_file(arguments.key_file, Installed::kPathFile), model);
  latent::Keyed keyed = latent::pass_through(model.codec(), model.space(), file.keys, file.frames);
  const Heights heights = heights_of(keyed.motion);
  path_arguments.write(std::move(keyed.motion));
  path_arguments.save_latents(model, {.name = "", .path = keyed.path});
  fmt::print("{}", report_of(keyed));
  warn_of_heights(heights, arguments.key_file);
  constexpr double kNear = 1.0;  // cm
  if (keyed.reached.joint_cm <= kNear && keyed.reached.pose_cm <= kNear) return;
  log::warning(
      "{}: expected keys within {} cm, found one that is missed by {:.1f} cm: it is beyond the "
      "reach of the body; move it, or give the body a place (root) from which it can be reached",
      arguments.key_file, kNear, std::max(keyed.reached.joint_cm, keyed.reached.pose_cm));
}

void journey(Arguments& arguments, tools::PathArguments& path_arguments,
             const tools::TimeArguments& time) {
  arguments.morph.travel = path_arguments.travel().value_or(latent::Travel::kClip);
  arguments.morph.sampling = arguments.sample.wish();
  const bool from_file = !arguments.path_file.empty();
  const std::string text = from_file ? "" : recipe::path_file_of(arguments.morph);
  if (!arguments.save.empty()) const AtomicFile probe(arguments.save);
  time.check();
  auto model = path_arguments.load();
  if (!arguments.attributes.empty()) model.use_attributes(arguments.attributes);
  arguments.sample.apply(model);
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
        "--sample", "--smooth", "--slow", "--fps-out", "--diagnostics"}) {
    app.get_option("--super-resolution")->excludes(app.get_option(name));
  }
  // The path is what the keys ask for, and nothing is done to it afterwards.
  for (const char* name :
       {"--super-resolution", "--save-path", "--travel", "--in-place", "--no-plant", "--plant",
        "--attributes", "--dancer", "--seconds", "--way", "--easing", "--pace", "--closed",
        "--smooth", "--slow", "--fps-out", "--diagnostics"}) {
    app.get_option("--keys")->excludes(app.get_option(name));
  }
  return tools::run_tool(app, argc, argv, [&] {
    if (!arguments.key_file.empty()) {
      pass_keys(arguments, path_arguments);
    } else if (arguments.super_resolution) {
      refine(arguments, path_arguments);
    } else {
      journey(arguments, path_arguments, time);
    }
  });
}
