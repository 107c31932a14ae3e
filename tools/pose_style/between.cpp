#include <fmt/format.h>

#include <charconv>

#include "pose_style/commands.hpp"
#include "poseaae/core/error.hpp"

namespace poseaae::tools::style {

namespace {

constexpr const char* kGradientFooter = R"(
The attribute turns along the clip, on an arc, so that it is as strong half way as at the ends.
"neutral" stands for none.

Examples:
  pose_style gradient walk.bvh --from style=happy --to style=old -m runs/styles/best.h5 --out g.gif
  pose_style gradient walk.bvh --from neutral --to style=tired -m runs/styles/best.h5 --out g.gif)";

class Gradient : public ClipCommand {
 public:
  explicit Gradient(CommandLine& app) : ClipCommand(app, kGradientFooter) {
    options().add_option("--from", from_, "Attribute at the start")->required()->type_name("NAME");
    options().add_option("--to", to_, "Attribute at the end")->required()->type_name("NAME");
    options()
        .add_option("-s,--strength", strength_, "A number, or FIRST:LAST for one that changes")
        ->type_name("STRENGTH")
        ->capture_default_str();
  }

 protected:
  void check() override { parsed_ = latent::Strength::parse(strength_); }
  Result make_paths(const latent::LatentPath& clip, const std::string&) override {
    const std::string title = fmt::format("{} to {}", from_, to_);
    auto styled = latent::gradient(clip, vector(from_), vector(to_),
                                   latent::LatentGaussian(model().latent()), parsed_);
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
Between several attributes, as strong as they are (their sum would be stronger, their mean weaker).
Weights sum to 1.

Examples:
  pose_style blend walk.bvh --of style=old:0.5 --of style=happy:0.5 -m runs/styles/best.h5 --out b.gif
  pose_style blend walk.bvh --of style=proud --of style=angry --of style=tired -m ... --out b.gif)";

class Blend : public ClipCommand {
 public:
  explicit Blend(CommandLine& app) : ClipCommand(app, kBlendFooter) {
    options()
        .add_option("--of", of_,
                    "Attribute with its weight; given for each; without weights, all weigh alike")
        ->required()
        ->type_name("NAME[:WEIGHT]")
        ->allow_extra_args(false);
    options()
        .add_option("-s,--strength", strength_, "A number, or FIRST:LAST for one that changes")
        ->type_name("STRENGTH")
        ->capture_default_str();
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
            fmt::format("--of: expected NAME:WEIGHT, such as style=old:0.5, found '{}'", text));
      }
      weights_.push_back(weight);
    }
    if (weights_.empty()) {
      weights_.assign(names_.size(), 1.0 / static_cast<double>(names_.size()));
    } else if (weights_.size() != names_.size()) {
      throw UsageError("--of: expected a weight for every attribute, or for none");
    }
  }
  Result make_paths(const latent::LatentPath& clip, const std::string&) override {
    std::vector<Eigen::VectorXf> vectors;
    std::string title;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      vectors.push_back(vector(names_[i]));
      title += fmt::format("{}{} {:.3g}", i == 0 ? "" : ", ", names_[i], weights_[i]);
    }
    auto styled = latent::compose(
        clip,
        {{latent::blend(vectors, weights_, latent::LatentGaussian(model().latent())), parsed_}});
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

std::unique_ptr<Subcommand> make_gradient(CommandLine& options) {
  return std::make_unique<Gradient>(options);
}
std::unique_ptr<Subcommand> make_blend(CommandLine& options) {
  return std::make_unique<Blend>(options);
}

}  // namespace poseaae::tools::style
