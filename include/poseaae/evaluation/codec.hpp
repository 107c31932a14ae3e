#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "poseaae/dataset/pose_rows.hpp"
#include "poseaae/mocap/skeleton.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

/// Measuring what a model has learned, beside baselines on the same data.
namespace poseaae::evaluation {

using model::Batch;

/// Whatever turns poses into Z numbers and back: what is evaluated. Poses are (B, 4J) unit
/// quaternions w x y z in any sign, whatever the codec has inside.
struct Codec {
  std::string name;
  int latent_dim = 0;
  std::function<Batch(const Batch& poses)> encode;    ///< (B, 4J) -> (B, Z)
  std::function<Batch(const Batch& latents)> decode;  ///< (B, Z) -> (B, 4J), unit quaternions
  /// (count, Z) latents from a density fitted to the encodings of train poses; empty where the
  /// codec has none but the prior.
  std::function<Batch(int count, std::uint64_t seed)> sample{};
};

/// A trained model; it samples from its Gaussian mixture, where it has one.
[[nodiscard]] Codec codec_of(std::string name, model::PoseAutoencoder model);

/// "pca": whitened principal components (metrics::Pca) of the train poses' rotations, in the
/// numbers that the model's networks see: quaternions, each on the hemisphere of its joint's mean
/// so that q and -q are one, or six numbers. What is decoded is brought back to rotations
/// (model::rotations_of_features()). The best that a linear map can do in the mean square of these
/// numbers, with encodings of mean 0 and covariance I.
/// @throws UsageError when there are fewer numbers in a pose than `latents`
[[nodiscard]] Codec pca_codec(const dataset::PoseRows& train, int latents,
                              model::RotationForm form = model::RotationForm::kQuaternion);

}  // namespace poseaae::evaluation
