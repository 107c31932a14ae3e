#include <fmt/format.h>

#include "pose_style/commands.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "support/texts.hpp"

namespace poseaae::tools::style {

Command::Command(tools::CommandLine& options, const std::string& footer) : options_(options) {
  options.footer(footer);
}

Named Named::parse(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return {text, ""};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

ClipCommand::ClipCommand(tools::CommandLine& app, const std::string& footer)
    : Command(app, footer), path_arguments_(app) {
  clip_.add_to(options(), "CLIP", "BVH file of the clip to change");
  options().add_option("-a,--attributes", attributes_path_, text::kAttributes)->type_name("FILE");
  options()
      .add_option("--by", by_,
                  "Attribute vectors to use: mean, the difference of means, or logistic, the "
                  "direction in which a probe recognises the attribute best")
      ->capture_default_str()
      ->one_of({"mean", "logistic"});
  options().add_flag("--beside", beside_,
                     "Show the unchanged clip, as decoded by the model, on the left");
}

void ClipCommand::run() {
  check();
  const auto reference = clip_.reference();
  model_ = path_arguments_.load();
  const auto clip = log::warned(open_clip(reference, *model_));
  const Result result = make_paths(latent::encode(*model_, clip.motion), clip.name);
  path_arguments_.finish(*model_, result.paths, result.primary);
}

const latent::AttributeSet& ClipCommand::attributes() {
  if (!attributes_) {
    const std::filesystem::path path = attributes_path_.empty()
                                           ? latent::attributes_beside(path_arguments_.model_path())
                                           : std::filesystem::path(attributes_path_);
    attributes_ = latent::AttributeSet::load(path, path_arguments_.model_path());
  }
  return *attributes_;
}

Eigen::VectorXf ClipCommand::vector(const std::string& name) {
  if (name == "neutral") return Eigen::VectorXf::Zero(model().latent_dim());
  return latent::vector_of(attributes().find(name), by_ == "mean"
                                                        ? latent::AttributeVector::kMean
                                                        : latent::AttributeVector::kLogistic);
}

latent::LatentPath ClipCommand::encoded(const std::string& clip) const {
  return latent::encode(*model_, log::warned(open_clip(clip_reference(clip, ""), *model_)).motion);
}

ClipCommand::Result ClipCommand::beside(const latent::LatentPath& clip, latent::LatentPath styled,
                                        const std::string& title) const {
  Result result;
  if (beside_) result.paths.push_back({"unchanged", clip});
  result.primary = result.paths.size();
  result.paths.push_back({title, std::move(styled)});
  return result;
}

void ClipCommand::warn_beyond(const latent::LatentPath& clip, const latent::LatentPath& styled,
                              const std::string& what) {
  const latent::DensitySupport support(model().latent(), attributes().support_floor);
  const double share = support.share_outside(styled.points);
  if (share <= latent::DensitySupport::kWarningShare) return;
  const double before = support.share_outside(clip.points);
  if (before > latent::DensitySupport::kWarningShare) {
    log::warning(
        "{}: {:.0f} % of the poses lie beyond what the model has learned ({:.0f} % of the "
        "unchanged clip's poses do)",
        what, 100.0 * share, 100.0 * before);
    return;
  }
  const auto exit_strength =
      support.exit_strength(clip.points, styled.points - clip.points, 1.0).value_or(1.0);
  log::warning(
      "{}: {:.0f} % of the poses lie beyond what the model has learned; this begins at {:.2f} "
      "times this strength",
      what, 100.0 * share, exit_strength);
}

}  // namespace poseaae::tools::style
