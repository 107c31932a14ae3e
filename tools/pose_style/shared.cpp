#include <fmt/format.h>

#include "pose_style/commands.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/strides.hpp"
#include "support/texts.hpp"

namespace poseaae::tools::style {

Named Named::parse(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return {text, ""};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

ClipCommand::ClipCommand(CommandLine& app) : path_arguments_(app) {
  clip_.add_to(app, "CLIP", " of the clip to change");
  app.add_option("-a,--attributes FILE", attributes_path_, text::kAttributes);
  app.add_option("--by", by_,
                 "Attribute vectors to use: mean, the difference of means, or logistic, the "
                 "direction in which a probe recognises the attribute best")
      ->one_of({"mean", "logistic"});
  app.add_flag("--beside", beside_,
               "Show the unchanged clip, as decoded by the model, on the left");
}

void ClipCommand::run() {
  check();
  const auto reference = clip_.reference();
  model_ = path_arguments_.load();
  const auto clip = model_->clip(reference);
  if (!attributes_path_.empty()) model_->use_attributes(attributes_path_);
  const Result result =
      make_paths(latent::with_strides(model_->codec(), model_->follow(clip)), clip.name);
  path_arguments_.finish(*model_, result.dancers, result.primary);
}

Eigen::VectorXf ClipCommand::vector(const std::string& name) {
  if (name == "neutral") return Eigen::VectorXf::Zero(model().dim());
  return latent::vector_of(
      model().attributes().find(name),
      by_ == "mean" ? latent::AttributeVector::kMean : latent::AttributeVector::kLogistic);
}

ClipCommand::Result ClipCommand::beside(const latent::LatentPath& clip, latent::LatentPath styled,
                                        const std::string& title) const {
  Result result;
  if (beside_) result.dancers.push_back({"unchanged", clip});
  result.primary = result.dancers.size();
  result.dancers.push_back({title, std::move(styled)});
  return result;
}

void ClipCommand::warn_beyond(const latent::LatentPath& clip, const latent::LatentPath& styled,
                              const std::string& what) {
  const latent::DensitySupport support(model().codec().latent(),
                                       model().attributes().support_floor);
  const double share = support.share_outside(styled.points);
  if (share <= latent::DensitySupport::kWarningShare) return;
  const char* const points = model().windowed() ? "windows" : "poses";
  const double before = support.share_outside(clip.points);
  if (before > latent::DensitySupport::kWarningShare) {
    log::warning(
        "{}: {:.0f} % of the {} lie beyond what the model has learned ({:.0f} % of the unchanged "
        "clip's {} do)",
        what, 100.0 * share, points, 100.0 * before, points);
    return;
  }
  const auto exit_strength =
      support.exit_strength(clip.points, styled.points - clip.points, 1.0).value_or(1.0);
  log::warning(
      "{}: {:.0f} % of the {} lie beyond what the model has learned; this begins at {:.2f} times "
      "this strength",
      what, 100.0 * share, points, exit_strength);
}

}  // namespace poseaae::tools::style
