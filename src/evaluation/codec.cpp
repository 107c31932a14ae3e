#include "poseaae/evaluation/codec.hpp"

#include <memory>
#include <span>
#include <utility>

#include "poseaae/base/random.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/latent/mixture.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/metrics/pca.hpp"
#include "poseaae/model/rotation_features.hpp"

namespace poseaae::evaluation {

namespace {

/// The features of poses, their quaternions on the hemispheres of `reference`.
Batch features_of(Batch poses, const std::vector<float>& reference, model::RotationForm form) {
  math::align_hemispheres_wxyz(
      std::span<float>(poses.data(), static_cast<std::size_t>(poses.size())),
      std::span<const float>(reference));
  return model::features_of_rotations(poses, form);
}

}  // namespace

Codec codec_of(std::string name, model::PoseAutoencoder model) {
  const auto shared = std::make_shared<const model::PoseAutoencoder>(std::move(model));
  Codec codec{std::move(name), shared->latent_dim(),
              [shared](const Batch& poses) { return shared->encode(poses); },
              [shared](const Batch& latents) { return shared->decode(latents); }};
  if (shared->latent().mixture.empty()) return codec;
  codec.sample = [shared](int count, std::uint64_t seed) {
    const latent::LatentMixture mixture(shared->latent().mixture);
    Random random(seed);
    Batch samples(count, shared->latent_dim());
    for (int i = 0; i < count; ++i) {
      samples.row(i) = mixture.sample(random).transpose().cast<float>();
    }
    return samples;
  };
  return codec;
}

Codec pca_codec(const dataset::PoseRows& train, int latents, model::RotationForm form) {
  const auto reference = std::make_shared<const std::vector<float>>(dataset::mean_pose(train));
  const auto pca = std::make_shared<const metrics::Pca>(
      metrics::Pca::fit(features_of(train.copy(), *reference, form), latents));
  return {"pca",
          latents,
          [=](const Batch& poses) { return pca->latents(features_of(poses, *reference, form)); },
          [=](const Batch& z) { return model::rotations_of_features(pca->features(z), form); },
          {}};
}

}  // namespace poseaae::evaluation
