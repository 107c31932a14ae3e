#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pose_style/commands.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::tools::style {

namespace {

constexpr const char* kFooter = R"(
An animation shows one panel per strength, side by side; a picture has one row per strength, with time
from left to right. Motion files (.bvh, .h5, .csv) contain the largest strength.

Examples:
  pose_style sweep walk.bvh --towards style=old --strengths -1,0,1,2 -m runs/styles/best.safetensors --out s.png
  pose_style sweep walk.bvh:30:120 --towards style=happy -m runs/styles/best.safetensors --out s.gif --size 240x320)";

class Sweep : public ClipCommand {
 public:
  explicit Sweep(CommandLine& app) : ClipCommand(app) {
    app.add_option("-t,--towards NAME[:SHARE]", towards_,
                   "Attribute to move towards; may be given several times, each with its share of "
                   "the strength after a colon (default: 1)")
        ->required();
    app.add_option("--strengths", strengths_, "Strengths to show, separated by commas")
        ->delimiter(',')
        ->between(-1e3, 1e3);
  }

 protected:
  void check() override {
    if (strengths_.empty())
      throw UsageError("--strengths: expected numbers such as -1,0,1,2, found none");
    for (const auto& text : towards_) {
      const Named named = Named::parse(text);
      names_.push_back(named.attribute);
      shares_.push_back(latent::Strength::parse(named.rest.empty() ? "1" : named.rest));
    }
  }

  Result make_paths(const latent::LatentPath& clip, const std::string&) override {
    Result result;
    for (const double strength : strengths_) {
      std::vector<latent::Dose> doses;
      for (std::size_t i = 0; i < names_.size(); ++i) {
        doses.push_back(
            {vector(names_[i]), {strength * shares_[i].first, strength * shares_[i].last}});
      }
      const std::string title = fmt::format("{} {:g}", fmt::join(names_, " + "), strength);
      auto styled = latent::compose(clip, doses);
      warn_beyond(clip, styled, title);
      result.dancers.push_back({title, std::move(styled)});
    }
    const auto strongest =
        std::max_element(strengths_.begin(), strengths_.end(),
                         [](double a, double b) { return std::abs(a) < std::abs(b); });
    result.primary = static_cast<std::size_t>(strongest - strengths_.begin());
    return result;
  }

 private:
  std::vector<std::string> towards_;
  std::vector<double> strengths_{-1.0, 0.0, 1.0, 2.0};
  std::vector<std::string> names_;
  std::vector<latent::Strength> shares_;
};

}  // namespace

const SubcommandKind kSweep =
    subcommand<Sweep>("sweep", "Show a clip at several strengths of an attribute", kFooter);

}  // namespace poseaae::tools::style
