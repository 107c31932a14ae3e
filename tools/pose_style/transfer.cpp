#include <fmt/format.h>

#include <cmath>

#include "pose_style/commands.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::tools::style {

namespace {

constexpr const char* kFooter = R"(
Each frame decodes z + sum of strength x attribute: strength 1 goes as far as poses with the
attribute are, -1 the other way, 0:1 grows over the clip. With two clips in place of attributes, what
they differ by at each moment is added: the same content in another style, and in none.

Examples:
  pose_style transfer walk.bvh --towards style=old -m runs/styles/best.h5 --out old.gif --out old.bvh
  pose_style transfer walk.bvh --towards style=old:1.5 --towards style=happy:0.5 -m ... --out both.gif
  pose_style transfer walk.bvh --towards style=happy --strength 0:1.5 --beside -m ... --out grow.gif
  pose_style transfer dash.bvh --style-clip walk_old.bvh --neutral-clip walk_normal.bvh -m ... --out x.gif)";

class Transfer : public ClipCommand {
 public:
  explicit Transfer(CommandLine& app) : ClipCommand(app, kFooter) {
    auto* towards = options()
                        .add_option("-t,--towards", towards_,
                                    "Attribute to go towards; may be given many times, each with "
                                    "a strength of its own behind a colon")
                        ->type_name("NAME[:STRENGTH]")
                        ->allow_extra_args(false);
    options()
        .add_option("-s,--strength", strength_,
                    "Of attributes without one: a number, or FIRST:LAST for one that changes")
        ->type_name("STRENGTH")
        ->capture_default_str();
    auto* style = options()
                      .add_option("--style-clip", style_clip_, "A clip in the style to take on")
                      ->type_name("FILE")
                      ->excludes(towards);
    options()
        .add_option("--neutral-clip", neutral_clip_, "A clip of the same content without the style")
        ->type_name("FILE")
        ->needs(style)
        ->excludes(towards);
    options()
        .add_flag("--no-align", no_align_,
                  "Stretch the two clips to the first one's length instead of aligning them in "
                  "time")
        ->needs(style);
    options().add_flag("--tempo", tempo_,
                       "Also go faster or slower, as clips with the attributes do");
  }

 protected:
  void check() override {
    if (towards_.empty() && (style_clip_.empty() || neutral_clip_.empty())) {
      throw UsageError(
          "expected --towards NAME, or --style-clip FILE with --neutral-clip FILE; see pose_style "
          "transfer --help");
    }
    clip_style_.strength = latent::Strength::parse(strength_);
    clip_style_.align = !no_align_;
    for (const auto& text : towards_) {
      const Named named = Named::parse(text);
      strengths_.push_back(named.rest.empty() ? clip_style_.strength
                                              : latent::Strength::parse(named.rest));
    }
    if (tempo_ && towards_.empty()) throw UsageError("--tempo: expected --towards NAME");
  }

  Result make_paths(const latent::LatentPath& clip, const std::string& name) override {
    if (towards_.empty()) {
      auto styled = latent::transfer(clip, encoded(style_clip_), encoded(neutral_clip_),
                                     latent::LatentGaussian(model().latent()), clip_style_);
      return beside(clip, std::move(styled), name + ", restyled");
    }
    std::vector<latent::Dose> doses;
    std::string title;
    double log_tempo = 0.0;
    for (std::size_t i = 0; i < towards_.size(); ++i) {
      const std::string attribute = Named::parse(towards_[i]).attribute;
      const auto& [first, last] = strengths_[i];
      doses.push_back({vector(attribute), strengths_[i]});
      title += fmt::format(
          "{}{} {}", i == 0 ? "" : ", ", attribute,
          first == last ? fmt::format("{:g}", first) : fmt::format("{:g} to {:g}", first, last));
      log_tempo += 0.5 * (first + last) * std::log(attributes().find(attribute).tempo);
    }
    auto styled = latent::compose(clip, doses);
    warn_beyond(clip, styled, title);
    if (tempo_) {
      const double tempo = std::exp(log_tempo);
      fmt::print("tempo {:.2f}\n", tempo);
      styled.fps *= tempo;  // the same frames in other time, then the rate there was
      styled = latent::upsample(styled, clip.fps);
    }
    return beside(clip, std::move(styled), title);
  }

 private:
  std::vector<std::string> towards_;
  std::string strength_ = "1";
  std::string style_clip_;
  std::string neutral_clip_;
  bool no_align_ = false;
  bool tempo_ = false;
  std::vector<latent::Strength> strengths_;
  latent::ClipStyleOptions clip_style_;
};

}  // namespace

std::unique_ptr<Subcommand> make_transfer(CommandLine& options) {
  return std::make_unique<Transfer>(options);
}

}  // namespace poseaae::tools::style
