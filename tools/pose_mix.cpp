#include "poseaae/latent/mix.hpp"
#include "support/run_tool.hpp"
#include "support/travel.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Each frame decodes (1 - w) a + w b, with a and b the encodings of both clips. By default w goes from
0 to 1: the motion begins as the first clip and ends as the second.

Examples:
  pose_mix walk.bvh:0:200 dance.bvh:100:300 --model runs/dance/best.h5 --out mix.gif
  pose_mix walk.bvh dance.bvh --factor 0.5 --model runs/dance/best.h5 --out half.gif --out half.bvh)";

struct Arguments {
  tools::ClipArguments first;
  tools::ClipArguments second;
  std::string interpolation = "lerp";
  std::string lengths = "stretch";
  latent::MixOptions mix;

  void add_to(CLI::App& app) {
    first.add_to(app, "CLIP_A", "BVH file where the mix begins", "--range-a");
    second.add_to(app, "CLIP_B", "BVH file where the mix ends", "--range-b");
    auto* factor =
        app.add_option("--factor", mix.factor,
                       "The same blend in all frames: 0 is the first clip, 1 the second, "
                       "values beyond go further (default: a ramp)");
    app.add_option("--from", mix.from, "Blend at the first frame of the ramp")
        ->capture_default_str()
        ->excludes(factor);
    app.add_option("--to", mix.to, "Blend at the last frame of the ramp")
        ->capture_default_str()
        ->excludes(factor);
    app.add_option("--interpolation", interpolation,
                   "lerp, the straight line, or slerp, an arc that keeps the distance from the "
                   "origin")
        ->capture_default_str()
        ->check(CLI::IsMember({"lerp", "slerp"}));
    app.add_option("--lengths", lengths,
                   "When the clips differ: stretch slows the shorter one down, truncate cuts the "
                   "longer one")
        ->capture_default_str()
        ->check(CLI::IsMember({"stretch", "truncate"}));
  }

  latent::MixOptions resolve() const {
    latent::MixOptions options = mix;
    if (interpolation == "slerp") options.interpolation = latent::Interpolation::kSlerp;
    if (lengths == "truncate") options.lengths = latent::LengthMatch::kTruncate;
    options.validate();
    return options;
  }
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Blends two clips in latent space, from one to the other.", "pose_mix");
  app.footer(kFooter);
  Arguments arguments;
  tools::TravelArguments travel(app);
  arguments.add_to(app);
  return tools::run_tool(app, argc, argv, [&] {
    const auto options = arguments.resolve();
    const auto reference_a = arguments.first.reference();
    const auto reference_b = arguments.second.reference();
    const auto model = travel.load();
    const auto first = tools::open_clip(reference_a, model);
    const auto second = tools::open_clip(reference_b, model);
    const auto path =
        latent::mix(latent::encode(model, first.motion), latent::encode(model, second.motion),
                    latent::LatentGaussian(model.latent()), options);
    travel.finish(model, path, first.name + "+" + second.name);
  });
}
