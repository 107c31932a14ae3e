#include <fmt/format.h>

#include <cmath>

#include "pose_style/commands.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/latent/retime.hpp"

namespace poseaae::tools::style {

namespace {

constexpr const char* kFooter = R"(
Each frame decodes z plus the sum of strength x attribute: strength 1 goes as far as the poses with the
attribute are, -1 goes the opposite way, and 0:1 grows over the clip. In place of attributes, two clips
of the same content can be given, one with the style and one without: what they differ by at each
moment is added.

Examples:
  pose_style transfer walk.bvh --towards style=old -m runs/styles/best.safetensors --out old.gif --out old.bvh
  pose_style transfer walk.bvh --towards style=old:1.5 --towards style=happy:0.5 -m ... --out both.gif
  pose_style transfer walk.bvh --towards style=happy --strength 0:1.5 --beside -m ... --out grow.gif
  pose_style transfer dash.bvh --style-clip walk_old.bvh --neutral-clip walk_normal.bvh -m ... --out x.gif)";

class Transfer : public ClipCommand {
 public:
  explicit Transfer(CommandLine& app) : ClipCommand(app) {
    auto* towards = app.add_option("-t,--towards NAME[:STRENGTH]", towards_,
                                   "Attribute to move towards; may be given several times, each "
                                   "with a strength of its own after a colon");
    app.add_option("-s,--strength STRENGTH", strength_,
                   "Strength of attributes without one of their own: a number, or FIRST:LAST for "
                   "one that changes along the clip");
    auto* style = app.add_option("--style-clip FILE", style_clip_, "Clip in the style to take on")
                      ->excludes(towards);
    app.add_option("--neutral-clip FILE", neutral_clip_,
                   "Clip of the same content without the style")
        ->needs(style)
        ->excludes(towards);
    app.add_flag("--no-align", no_align_,
                 "Stretch the style clip and the neutral clip to the length of the clip to "
                 "change, instead of aligning them in time")
        ->needs(style);
    app.add_flag("--tempo", tempo_, "Also change the tempo to that of clips with the attributes");
  }

 protected:
  void check() override {
    if (towards_.empty() && (style_clip_.empty() || neutral_clip_.empty())) {
      throw UsageError(
          "expected --towards NAME, or --style-clip FILE with --neutral-clip FILE, found neither; "
          "see pose_style transfer --help");
    }
    clip_style_.strength = latent::Strength::parse(strength_);
    clip_style_.align = !no_align_;
    for (const auto& text : towards_) {
      const Named named = Named::parse(text);
      strengths_.push_back(named.rest.empty() ? clip_style_.strength
                                              : latent::Strength::parse(named.rest));
    }
    if (tempo_ && towards_.empty())
      throw UsageError("--tempo: expected --towards NAME as well, found none");
  }

  Result make_paths(const latent::LatentPath& clip, const std::string& name) override {
    if (towards_.empty()) {
      auto styled = latent::transfer(clip, model().path(style_clip_), model().path(neutral_clip_),
                                     model().space(), clip_style_);
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
      log_tempo += 0.5 * (first + last) * std::log(model().attributes().find(attribute).tempo);
    }
    auto styled = latent::compose(clip, doses);
    warn_beyond(clip, styled, title);
    if (tempo_) {
      const double tempo = std::exp(log_tempo);
      fmt::print("tempo {:.2f}\n", tempo);
      styled.fps *= tempo;  // the same frames in other time, then the rate there was
      if (!model().windowed()) styled = latent::upsample(styled, clip.fps);
    }
    auto result = beside(clip, std::move(styled), title);
    if (tempo_ && model().windowed()) {
      result.dancers[result.primary].fps = model().motion_fps();  // of what it decodes to
    }
    return result;
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

const SubcommandKind kTransfer = subcommand<Transfer>(
    "transfer", "Give a clip one or more attributes, or the style of another clip", kFooter);

}  // namespace poseaae::tools::style
