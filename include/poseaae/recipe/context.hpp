#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/attribute.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/offset.hpp"
#include "poseaae/latent/path.hpp"

namespace poseaae::recipe {

/// True for the names of poses that come from no clip: "sample:7" and "mean".
[[nodiscard]] bool is_named_pose(const std::string& name);

/// The model of a recipe and the clips, poses and attributes that the recipe names. Clips are read
/// once, prepared like the model's training clips and encoded. Relative file names start at the
/// working directory, like those of every program.
class Context {
 public:
  /// The model must outlive it; `model_file` is where it was loaded from, by which attributes
  /// identify their model. All paths have the model's frame rate.
  Context(const codec::PoseAutoencoder& model, std::filesystem::path model_file);

  [[nodiscard]] const codec::PoseAutoencoder& model() const noexcept { return model_; }
  [[nodiscard]] const latent::LatentGaussian& space() const noexcept { return space_; }
  [[nodiscard]] int dim() const { return model_.latent_dim(); }
  [[nodiscard]] double fps() const { return model_.data().fps; }

  /// Encodings of "dance.bvh", "dance.bvh:100" or "dance.bvh:100:500". @throws Error
  [[nodiscard]] const latent::LatentPath& clip(const std::string& reference);

  /// What the readers of these clips found suspicious.
  [[nodiscard]] const std::vector<std::string>& warnings() const noexcept { return warnings_; }

  /// A point of the space by name:
  ///   "dance.bvh:100"    frame 100 of a clip
  ///   "sample:7"         sampled from the model's latent Gaussian, 7 the seed
  ///   "mean"             the model's latent mean
  /// @throws UsageError, Error
  [[nodiscard]] Eigen::VectorXf pose(const std::string& name);

  /// Sets the attribute file (written by pose_style learn). @throws InputError, ModelError
  void use_attributes(const std::filesystem::path& file);
  /// An attribute of that file, or of attributes.h5 beside the model. @throws UsageError when there
  /// is no such attribute, InputError or ModelError when there is no such file
  [[nodiscard]] const latent::Attribute& attribute(const std::string& name);
  /// "all", "3", "axis:0" (latent::parse_direction), or "attribute:style=old". @throws UsageError
  [[nodiscard]] latent::Direction direction(const std::string& text);

 private:
  const codec::PoseAutoencoder& model_;
  latent::LatentGaussian space_;
  std::filesystem::path model_file_;
  std::map<std::string, latent::LatentPath> clips_;
  std::vector<std::string> warnings_;
  std::optional<latent::AttributeSet> attributes_;
};

}  // namespace poseaae::recipe
