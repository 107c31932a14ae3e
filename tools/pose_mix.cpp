#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/mix.hpp"
#include "poseaae/latent/strides.hpp"
#include "support/choice.hpp"
#include "support/path_tool.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Each frame decodes a point between a and b, the encodings of the two clips: (1 - w) a + w b on a
straight line, or a point on an arc about the mean of the model's poses. By default, w rises from 0 to
1: the motion begins as the first clip and ends as the second. To play one clip after the other, see
pose_morph.

Clips of different lengths are stretched, truncated or warped. Warping aligns similar moments and
blends the timing along with the poses: two steps of different lengths become one step of a length in
between.

Examples:
  pose_mix walk.bvh:0:200 dance.bvh:100:300 --model runs/dance/best.safetensors --out mix.gif
  pose_mix walk.bvh dance.bvh --factor 0.5 --model runs/dance/best.safetensors --out half.gif --out half.bvh
  pose_mix walk_normal.bvh walk_old.bvh --factor 0.5 --lengths warp --model runs/styles/best.safetensors \
      --out older.gif
  pose_mix walk.bvh dance.bvh --easing quintic --interpolation slerp --model runs/dance/best.safetensors \
      --out eased.gif
  pose_mix walk.bvh dance.bvh --dimensions 0-3 --factor 1 --model runs/dance/best.safetensors --out part.gif)";

struct Arguments {
  static constexpr bool kFollowsClips = true;

  tools::ClipArguments first;
  tools::ClipArguments second;
  std::string factors;
  std::string dimensions;
  std::optional<int> warp_slope;
  latent::MixOptions mix;

  void add_to(tools::CommandLine& app) {
    first.add_to(app, "CLIP_A", " that the mix begins with", "--range-a");
    second.add_to(app, "CLIP_B", " that the mix ends with", "--range-b");
    auto* factor = app.add_option("--factor", mix.factor,
                                  "Blend factor w of all frames: 0 is the first clip, 1 the "
                                  "second, values outside extrapolate (default: a ramp)");
    auto* each = app.add_option("--factors NUMBERS", factors,
                                "Blend factors of all frames, one for each latent dimension, "
                                "separated by commas (0,0,1,0.5,...)")
                     ->excludes(factor);
    const auto ramp = [&](tools::Option* option) { option->excludes(factor)->excludes(each); };
    ramp(app.add_option("--from", mix.from, "Blend factor at the first frame of the ramp"));
    ramp(app.add_option("--to", mix.to, "Blend factor at the last frame of the ramp"));
    ramp(tools::add_choice(app, "--easing", mix.easing, latent::easing_names(),
                           "Easing of the ramp: how it starts and stops"));
    app.add_option("--dimensions NUMBERS", dimensions,
                   "Latent dimensions to mix (0-3,7); the others stay as in the first clip")
        ->excludes(each);
    tools::add_choice(app, "--interpolation", mix.interpolation, latent::interpolation_names(),
                      "Interpolation between the clips: lerp, a straight line; slerp, an arc about "
                      "the mean of the model's poses; variance-preserving, a straight line whose "
                      "points are kept as far from that mean as poses are");
    tools::add_choice(app, "--lengths", mix.lengths, latent::length_match_names(),
                      "Matching of clips that differ in length: stretch slows the shorter one "
                      "down, truncate cuts the longer one, warp aligns similar moments");
    app.add_option("--warp-slope NUMBER", warp_slope,
                   "Largest speed at which warp may play either clip, as a multiple of its average "
                   "speed (default: 3)");
  }

  void check() {
    if (warp_slope && mix.lengths != latent::LengthMatch::kWarp) {
      throw UsageError(
          "--warp-slope: expected only with --lengths warp; add it or leave --warp-slope out");
    }
    mix.warp.max_slope = warp_slope.value_or(mix.warp.max_slope);
    if (!factors.empty()) mix.factor = 1.0;  // each dimension takes its own share of it
    mix.validate();
    first_ = first.reference();
    second_ = second.reference();
  }

  session::Dancer make_path(session::OpenModel& model) {
    const int dim = model.dim();
    if (!factors.empty()) mix.shares = latent::parse_shares(factors, dim);
    if (!dimensions.empty()) mix.shares = latent::parse_dimensions(dimensions, dim);
    const auto a = model.clip(first_);
    const auto b = model.clip(second_);
    return {a.name + "+" + b.name,
            latent::mix(model.codec(), followed(model, a), followed(model, b), model.space(), mix)};
  }

 private:
  static latent::LatentPath followed(const session::OpenModel& model, const mocap::Clip& clip) {
    return latent::with_strides(model.codec(), model.follow(clip));
  }

  mocap::ClipReference first_;
  mocap::ClipReference second_;
};

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app("Blends two clips in latent space.", "pose_mix", kFooter);
  return tools::run_path_tool<Arguments>(app, argc, argv);
}
