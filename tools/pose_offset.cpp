#include <fmt/format.h>

#include <optional>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/detail.hpp"
#include "poseaae/latent/offset.hpp"
#include "poseaae/latent/strides.hpp"
#include "support/choice.hpp"
#include "support/path_tool.hpp"
#include "support/texts.hpp"

namespace {

using namespace poseaae;

constexpr const char* kFooter = R"(
Each encoding z of the clip becomes z + amplitude * s(t) * direction, where t runs from 0 at the first
frame to 1 at the last. --shape selects s(t):
  sinusoid   sin(2 pi cycles t), swings to both sides
  ramp       rises from 0 to 1 over the whole clip
  envelope   rises from 0 to 1 during the attack, stays at 1, and falls back to 0 during the release
The model's poses differ most along the first principal axes; at an amplitude of 2 along one of them, a
pose is still likely. An attribute (see pose_style learn) is added in full at amplitude 1.
--preset tutorial stands for a sinusoid of amplitude 4 in latent units, with 2 cycles, in all dimensions,
in place.

Examples:
  pose_offset dance.bvh --range 100:500 --model runs/dance/best.safetensors --out offset.gif
  pose_offset dance.bvh:100:500 --model runs/dance/best.safetensors --direction 3 --amplitude 2 --out dim3.gif
  pose_offset dance.bvh --model runs/dance/best.safetensors --direction axis:0 \
      --shape envelope --out envelope.gif
  pose_offset walk.bvh --model runs/styles/best.safetensors --direction attribute:style=old \
      --shape ramp --out older.gif --out older.bvh
  pose_offset dance.bvh:0:90 --model runs/dance/best.safetensors --amplitude 0 --detail --slow 3 --out slow.gif)";

struct Arguments {
  static constexpr bool kFollowsClips = true;

  tools::ClipArguments clip;
  std::string preset = "corrected";
  std::string direction = "all";
  std::string attributes;
  std::optional<double> amplitude;
  std::optional<latent::AmplitudeUnit> unit;
  std::optional<double> cycles;
  std::optional<double> attack;
  std::optional<double> release;
  std::optional<latent::Easing> easing;
  bool detail = false;
  latent::OffsetOptions offset;

  void add_to(tools::CommandLine& app) {
    clip.add_to(app, "CLIP", " to follow");
    app.add_option("--preset", preset,
                   "Preset: corrected, or tutorial for the amplitude and unit of the tutorial")
        ->one_of({"corrected", "tutorial"});
    add_where(app);
    add_when(app);
    app.add_flag("--detail", detail,
                 "Add back what the model leaves out of each pose of the clip, so that amplitude 0 "
                 "gives the clip itself");
  }

  void add_where(tools::CommandLine& app) {
    app.add_option(
        "--direction", direction,
        "Direction of the offset: all (1 in every dimension), one dimension counted from 0 (3), "
        "a principal axis of the model's latents (axis:0), an attribute (attribute:style=old), "
        "or a vector with one number per dimension (0.5,-1,0,...)");
    app.add_option("--attributes FILE", attributes, tools::text::kAttributes);
    app.add_option("--amplitude", amplitude,
                   "Largest offset, in the unit of --unit (default: 0.5, which is bold in all "
                   "dimensions at once and mild in a single one; 1.5 along a principal axis; 1 "
                   "along an attribute; 4 with --preset tutorial)");
    tools::add_choice(app, "--unit", unit, latent::amplitude_unit_names(),
                      "Unit of the amplitude: std, standard deviations of the model's latents (of "
                      "each latent, or along the axis), or latent, latent units (default: std; "
                      "latent with --preset tutorial)");
  }

  void add_when(tools::CommandLine& app) {
    tools::add_choice(app, "--shape", offset.shape, latent::offset_shape_names(),
                      "Course of the offset over the clip, as described below");
    app.add_option("--cycles", cycles,
                   fmt::format("Number of full swings of a sinusoid over the clip (default: {:g})",
                               offset.cycles));
    app.add_option("--attack", attack,
                   fmt::format("Share of the clip over which an envelope rises (default: {:g})",
                               offset.attack));
    app.add_option("--release", release,
                   fmt::format("Share of the clip over which an envelope falls (default: {:g})",
                               offset.release));
    tools::add_choice(app, "--easing", easing, latent::easing_names(),
                      "Easing of a ramp or envelope: how it starts and stops (default: cosine)");
  }

  [[nodiscard]] bool along_attribute() const { return direction.starts_with("attribute:"); }

  [[nodiscard]] double usual_amplitude() const {
    if (along_attribute()) return 1.0;
    return direction.starts_with("axis:") ? 1.5 : offset.amplitude;
  }

  /// An option that the shape does not know would be left out without a word.
  void check_shape(bool belongs, bool given, const char* option, const char* shape) const {
    if (!given || belongs) return;
    throw UsageError(fmt::format("{}: expected only with --shape {}, found --shape {}", option,
                                 shape, name_of(offset.shape, latent::offset_shape_names())));
  }

  void check() {
    const bool swings = offset.shape == latent::OffsetShape::kSinusoid;
    const bool visits = offset.shape == latent::OffsetShape::kEnvelope;
    check_shape(swings, cycles.has_value(), "--cycles", "sinusoid");
    check_shape(visits, attack.has_value(), "--attack", "envelope");
    check_shape(visits, release.has_value(), "--release", "envelope");
    check_shape(!swings, easing.has_value(), "--easing", "ramp or envelope");
    if (!attributes.empty() && !along_attribute()) {
      throw UsageError(fmt::format(
          "--attributes: expected only with --direction attribute:NAME, found --direction {}",
          direction));
    }
    using latent::AmplitudeUnit;
    const bool tutorial = preset == "tutorial";
    offset.amplitude = amplitude.value_or(tutorial ? 4.0 : usual_amplitude());
    offset.unit = unit.value_or(tutorial ? AmplitudeUnit::kLatent : AmplitudeUnit::kStd);
    offset.cycles = cycles.value_or(offset.cycles);
    offset.attack = attack.value_or(offset.attack);
    offset.release = release.value_or(offset.release);
    offset.easing = easing.value_or(offset.easing);
    offset.validate();
    reference_ = clip.reference();
  }

  session::Dancer make_path(session::OpenModel& model) {
    if (!attributes.empty()) model.use_attributes(attributes);
    const auto where = model.direction(direction);
    const auto opened = model.clip(reference_);
    auto path = model.follow(opened);
    if (preset == "tutorial") path.root.reset();
    path = latent::with_strides(model.codec(), std::move(path));
    session::Dancer result{opened.name + "+offset",
                           latent::follow_at_offset(path, where, model.codec().latent(), offset)};
    if (preset == "tutorial") result.travel = latent::Travel::kNone;
    if (detail) result.detail = latent::detail_of(model.codec(), opened.motion);
    return result;
  }

 private:
  mocap::ClipReference reference_;
};

}  // namespace

int main(int argc, char** argv) {
  tools::CommandLine app(
      "Follows a clip through latent space at an offset that swings, grows, or comes and goes.",
      "pose_offset", kFooter);
  return tools::run_path_tool<Arguments>(app, argc, argv);
}
