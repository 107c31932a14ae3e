#include "poseaae/recipe/morph.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/core/atomic_file.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/recipe/recipe.hpp"
#include "support/run_tool.hpp"
#include "support/travel.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Poses (dance.bvh:100 is frame 100; sample:7 a pose drawn from the model, 7 its seed; mean the model's
average) are travelled through one after the other. Clips (dance.bvh:100:300) are danced, with a
transition from each to the next that takes up the movement of both. One clip with --fps-out 60 or
--slow 2 shows the moments between its frames.

A path file says all this and more (walks, loops, mixes, offsets, styles, several dancers), to be
kept and danced again; --save-path writes one for what the command line asks for.

Examples:
  pose_morph dance.bvh:100 dance.bvh:400 sample:7 --closed --model runs/dance/best.h5 --out tour.gif
  pose_morph waltz.bvh:0:90 kicks.bvh:60:150 --seconds 1 --model runs/dance/best.h5 --out join.gif
  pose_morph waltz.bvh:0:90 --slow 3 --model runs/dance/best.h5 --out slow.bvh
  pose_morph --path paths/duet.yaml --model runs/dance/best.h5 --out duet.gif --out duet.bvh)";

struct Arguments {
  recipe::Morph morph;
  std::string path_file;
  std::string attributes;
  std::string save;
  std::string dancer;
  bool describe = false;

  void add_to(CLI::App& app) {
    auto* stops = app.add_option("STOP", morph.stops,
                                 "Poses (dance.bvh:100, sample:7, mean) or clips (dance.bvh:100:300)")
                      ->type_name("POSE|CLIP ...");
    auto* file = app.add_option("--path", path_file, "A path file, in place of stops")
                     ->type_name("FILE.yaml")
                     ->excludes(stops);
    const auto journey = [&](CLI::Option* option) { option->excludes(file)->group("Journey"); };
    journey(app.add_option("--seconds", morph.seconds,
                           "From one stop to the next (default: 1 between poses, 0.5 between "
                           "clips; 0 cuts)"));
    journey(app.add_option("--way", morph.way,
                           "Between poses: curve (default), lerp, slerp or variance-preserving; "
                           "between clips all but curve")
                ->type_name("KIND"));
    journey(app.add_option("--easing", morph.easing,
                           "How each part starts and stops: linear, cosine, cubic or quintic")
                ->type_name("KIND"));
    journey(app.add_option("--pace", morph.pace,
                           "Between poses: eased, latents (constant speed in latent space) or "
                           "joints (constant speed of the body)")
                ->type_name("KIND"));
    journey(app.add_flag("--closed", morph.closed, "Back to the first stop: a loop"));
    journey(app.add_option("--slow", morph.slow, "Slow motion, times as slow"));
    journey(app.add_option("--smooth", morph.smooth_hz,
                           "Take out what is faster than so many hertz"));
    journey(app.add_option("--fps-out", morph.fps,
                           "Frames a second of the result (default: the model's own)"));
    app.add_option("--save-path", save, "Also write the journey as a path file")
        ->type_name("FILE.yaml")
        ->excludes(file);
    app.add_option("--attributes", attributes,
                   "Attributes for a path file that names none (pose_style learn)")
        ->type_name("FILE.h5");
    app.add_option("--dancer", dancer,
                   "Of several: whose motion .bvh, .h5 and .csv carry (default: the first)")
        ->type_name("NAME");
  }
};

std::size_t number_of(const std::string& name, const recipe::Performance& performance) {
  if (name.empty()) return 0;
  std::vector<std::string> names;
  for (const auto& dancer : performance.dancers) names.push_back(dancer.name);
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    throw UsageError(
        fmt::format("--dancer: expected one of {}, found '{}'", fmt::join(names, ", "), name));
  }
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Travels through poses and clips in a model's latent space.", "pose_morph");
  app.footer(kFooter + std::string("\n\nIn a path file\n") + recipe::describe_kinds());
  Arguments arguments;
  tools::TravelArguments travel(app);
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] {
    const bool from_file = !arguments.path_file.empty();
    const std::string text = from_file ? "" : recipe::path_file_of(arguments.morph);
    if (!arguments.save.empty()) const AtomicFile probe(arguments.save);
    const auto model = travel.load();
    recipe::Studio studio(model, travel.model_path());
    if (!arguments.attributes.empty()) studio.use_attributes(arguments.attributes);
    const auto performance = from_file ? recipe::perform(arguments.path_file, studio)
                                       : recipe::perform_text(text, "command line", studio);
    const std::size_t primary = number_of(arguments.dancer, performance);
    if (!arguments.save.empty()) write_file(arguments.save, text);
    std::vector<tools::Traveller> travellers;
    for (const auto& dancer : performance.dancers) travellers.push_back({dancer.name, dancer.path});
    travel.finish(model, travellers, primary);
  });
}
