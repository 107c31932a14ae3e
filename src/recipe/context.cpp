#include "poseaae/recipe/context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::recipe {

namespace {

constexpr std::string_view kSample = "sample:";
constexpr std::string_view kMean = "mean";

Eigen::VectorXf sample(const latent::LatentGaussian& space, std::string_view text) {
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw UsageError(
        fmt::format("sample: expected a seed, as in sample:7, found '{}{}'", kSample, text));
  }
  Random random(seed);
  return space.sample(random).cast<float>();
}

}  // namespace

bool is_named_pose(const std::string& name) { return name == kMean || name.starts_with(kSample); }

Context::Context(const codec::PoseAutoencoder& model, std::filesystem::path model_file)
    : model_(model), space_(model.latent()), model_file_(std::move(model_file)) {}

const latent::LatentPath& Context::clip(const std::string& reference) {
  if (const auto known = clips_.find(reference); known != clips_.end()) return known->second;
  const auto parsed = mocap::ClipReference::parse(reference);
  mocap::Clip read = mocap::load_clip(parsed, model_.data().clip_options);
  std::ranges::move(read.warnings, std::back_inserter(warnings_));
  try {
    latent::LatentPath path = latent::upsample(latent::encode(model_, read.motion), fps());
    return clips_.emplace(reference, std::move(path)).first->second;
  } catch (const UsageError& problem) {
    throw UsageError(fmt::format("{}: {}", parsed.path.string(), problem.what()));
  }
}

Eigen::VectorXf Context::pose(const std::string& name) {
  if (name == kMean) return space_.mean().cast<float>();
  if (name.starts_with(kSample)) {
    return sample(space_, std::string_view(name).substr(kSample.size()));
  }
  const latent::LatentPath& path = clip(name);
  if (path.frames() != 1) {
    throw UsageError(fmt::format(
        "pose: expected one frame of a clip (dance.bvh:100), sample:SEED or mean, found '{}', "
        "which has {} frames",
        name, path.frames()));
  }
  return path.points.row(0).transpose();
}

void Context::use_attributes(const std::filesystem::path& file) {
  attributes_ = latent::AttributeSet::load(file, model_file_);
}

const latent::Attribute& Context::attribute(const std::string& name) {
  if (!attributes_) {
    const auto usual = latent::attributes_beside(model_file_);
    if (!std::filesystem::exists(usual)) {
      throw UsageError(
          fmt::format("attribute '{}': expected an attribute file (attributes: FILE in a path "
                      "file, or {}), found none; pose_style learn writes one",
                      name, usual.string()));
    }
    use_attributes(usual);
  }
  return attributes_->find(name);
}

latent::Direction Context::direction(const std::string& text) {
  constexpr std::string_view kAttribute = "attribute:";
  if (!text.starts_with(kAttribute)) return latent::parse_direction(text, model_.latent());
  return {attribute(text.substr(kAttribute.size())).vector, latent::DirectionScale::kWhole};
}

}  // namespace poseaae::recipe
