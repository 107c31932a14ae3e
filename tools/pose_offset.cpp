#include <optional>

#include "poseaae/core/error.hpp"
#include "poseaae/latent/offset.hpp"
#include "support/run_tool.hpp"
#include "support/travel.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Each encoding z of the clip becomes z + direction * amplitude * sin(2 pi cycles t), with t from 0 at
the first frame to 1 at the last. --preset tutorial: amplitude 4 in latent units, 2 cycles, all
dimensions.

Examples:
  pose_offset dance.bvh --range 100:500 --model runs/dance/best.h5 --out offset.gif
  pose_offset dance.bvh:100:500 --model runs/dance/best.h5 --direction 3 --amplitude 2 --out dim3.gif)";

struct Arguments {
  tools::ClipArguments clip;
  std::string preset = "corrected";
  std::string direction = "all";
  std::optional<double> amplitude;
  std::optional<std::string> unit;
  latent::OffsetOptions offset;

  void add_to(CLI::App& app) {
    clip.add_to(app, "CLIP", "BVH file whose encodings are followed");
    app.add_option("--preset", preset, "corrected, or tutorial for its numbers")
        ->capture_default_str()
        ->check(CLI::IsMember({"corrected", "tutorial"}));
    app.add_option(
           "--direction", direction,
           "all (1 in every dimension), one dimension counted from 0 (3), or a vector with a "
           "number for each (0.5,-1,0,...)")
        ->capture_default_str();
    app.add_option("--amplitude", amplitude,
                   "Largest offset (default: 0.5, bold in all dimensions at once; a single one "
                   "takes more; tutorial: 4)");
    app.add_option(
           "--unit", unit,
           "Of the amplitude: std, the model's standard deviation of each latent, or latent, "
           "the plain numbers (default: std; tutorial: latent)")
        ->check(CLI::IsMember({"std", "latent"}));
    app.add_option("--cycles", offset.cycles, "Full swings over the clip")->capture_default_str();
  }

  latent::OffsetOptions resolve() const {
    latent::OffsetOptions options = offset;
    const bool tutorial = preset == "tutorial";
    options.amplitude = amplitude.value_or(tutorial ? 4.0 : options.amplitude);
    options.unit = unit.value_or(tutorial ? "latent" : "std") == "std"
                       ? latent::AmplitudeUnit::kStd
                       : latent::AmplitudeUnit::kLatent;
    options.validate();
    return options;
  }
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Follows a clip through latent space at a distance that swings from side to side.",
               "pose_offset");
  app.footer(kFooter);
  Arguments arguments;
  tools::TravelArguments travel(app);
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] {
    const auto options = arguments.resolve();
    const auto reference = arguments.clip.reference();
    const auto model = travel.load();
    const auto direction = latent::parse_direction(arguments.direction, model.latent());
    const auto clip = tools::open_clip(reference, model);
    const auto path = latent::encode(model, clip.motion);
    travel.finish(model, latent::follow_at_offset(path, direction, model.latent(), options),
                  clip.name + "+offset");
  });
}
