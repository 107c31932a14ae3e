#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/math/batch_rows.hpp"
#include "poseaae/mocap/skeleton.hpp"

/// Evaluation of models beside baselines on the same data.
namespace poseaae::evaluation {

/// What is evaluated: a map of poses to Z latents and back. Poses are (B, 4J) unit quaternions w x
/// y z of any sign, whatever the codec uses internally.
struct Codec {
  std::string name;
  int latent_dim = 0;
  std::function<Batch(const Batch& poses)> encode;    ///< (B, 4J) -> (B, Z)
  std::function<Batch(const Batch& latents)> decode;  ///< (B, Z) -> (B, 4J), unit quaternions
  /// (count, Z) latents from a density fitted to the encodings of train poses, by its name, which
  /// is that of their measures; empty when the codec has only the prior.
  struct Sampler {
    std::string name;
    std::function<Batch(int count, std::uint64_t seed)> draw;
  };
  std::vector<Sampler> samplers{};
  /// The codec's flow, where it has one: between latents and points of N(0, I).
  std::shared_ptr<const codec::FlowMap> flow{};
};

/// (count, dim) points of N(0, I).
[[nodiscard]] Batch prior_samples(int count, int dim, std::uint64_t seed);

/// A trained model; it samples from its Gaussian mixture and by its flow, where it has them.
[[nodiscard]] Codec codec_of(std::string name, codec::PoseAutoencoder model);

/// "pca": whitened principal components (metrics::Pca) of the train poses' rotations, in the
/// features of `poses`, whose reference is the mean of the train poses, so that q and -q coincide;
/// decoded features are converted back to rotations. No linear map has a smaller mean squared error
/// in these features; its encodings have mean 0 and covariance I.
/// @throws UsageError when a pose has fewer features than `latents`
[[nodiscard]] Codec pca_codec(const codec::PoseFormat& poses, const BatchRows& train, int latents);

}  // namespace poseaae::evaluation
