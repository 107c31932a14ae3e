#include <fmt/format.h>

#include <charconv>

#include "pose_style/commands.hpp"
#include "poseaae/base/error.hpp"
#include "support/texts.hpp"

namespace poseaae::tools::style {

namespace {

constexpr const char* kGradientFooter = R"(
One attribute turns into the other along an arc, so that the effect is as strong half way through the
clip as at its ends. "neutral" stands for no attribute.

Examples:
  pose_style gradient walk.bvh --from style=happy --to style=old -m runs/styles/best.safetensors --out g.gif
  pose_style gradient walk.bvh --from neutral --to style=tired -m runs/styles/best.safetensors --out g.gif)";

class Gradient : public ClipCommand {
 public:
  explicit Gradient(CommandLine& app) : ClipCommand(app) {
    app.add_option("--from NAME", from_, "Attribute at the start of the clip, or neutral")
        ->required();
    app.add_option("--to NAME", to_, "Attribute at the end of the clip, or neutral")->required();
    app.add_option("-s,--strength STRENGTH", strength_, text::kStrength);
  }

 protected:
  void check() override { parsed_ = latent::Strength::parse(strength_); }
  Result make_paths(const latent::LatentPath& clip, const std::string&) override {
    const std::string title = fmt::format("{} to {}", from_, to_);
    auto styled = latent::gradient(clip, vector(from_), vector(to_), model().space(), parsed_);
    warn_beyond(clip, styled, title);
    return beside(clip, std::move(styled), title);
  }

 private:
  std::string from_;
  std::string to_;
  std::string strength_ = "1";
  latent::Strength parsed_;
};

constexpr const char* kBlendFooter = R"(
A blend lies between its attributes and is as strong as they are, whereas their sum would be stronger
and their mean weaker. Weights sum to 1.

Examples:
  pose_style blend walk.bvh --of style=old:0.5 --of style=happy:0.5 -m runs/styles/best.safetensors --out b.gif
  pose_style blend walk.bvh --of style=proud --of style=angry --of style=tired -m ... --out b.gif)";

class Blend : public ClipCommand {
 public:
  explicit Blend(CommandLine& app) : ClipCommand(app) {
    app.add_option("--of NAME[:WEIGHT]", of_,
                   "Attribute to blend, with its weight; given once for each attribute (default: "
                   "equal weights)")
        ->required();
    app.add_option("-s,--strength STRENGTH", strength_, text::kStrength);
  }

 protected:
  void check() override {
    parsed_ = latent::Strength::parse(strength_);
    for (const auto& text : of_) {
      const Named named = Named::parse(text);
      names_.push_back(named.attribute);
      if (named.rest.empty()) continue;
      double weight = 0.0;
      const char* end = named.rest.data() + named.rest.size();
      const auto read = std::from_chars(named.rest.data(), end, weight);
      if (read.ec != std::errc() || read.ptr != end) {
        throw UsageError(
            fmt::format("--of: expected NAME:WEIGHT such as style=old:0.5, found '{}'", text));
      }
      weights_.push_back(weight);
    }
    if (weights_.empty()) {
      weights_.assign(names_.size(), 1.0 / static_cast<double>(names_.size()));
    } else if (weights_.size() != names_.size()) {
      throw UsageError(
          "--of: expected a weight for every attribute or for none of them, found some with and "
          "some without");
    }
  }
  Result make_paths(const latent::LatentPath& clip, const std::string&) override {
    std::vector<Eigen::VectorXf> vectors;
    std::string title;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      vectors.push_back(vector(names_[i]));
      title += fmt::format("{}{} {:.3g}", i == 0 ? "" : ", ", names_[i], weights_[i]);
    }
    auto styled =
        latent::compose(clip, {{latent::blend(vectors, weights_, model().space()), parsed_}});
    warn_beyond(clip, styled, title);
    return beside(clip, std::move(styled), title);
  }

 private:
  std::vector<std::string> of_;
  std::string strength_ = "1";
  std::vector<std::string> names_;
  std::vector<double> weights_;
  latent::Strength parsed_;
};

}  // namespace

const SubcommandKind kGradient = subcommand<Gradient>(
    "gradient", "Change from one attribute to another in the course of a clip", kGradientFooter);
const SubcommandKind kBlend =
    subcommand<Blend>("blend", "Give a clip a blend of several attributes", kBlendFooter);

}  // namespace poseaae::tools::style
