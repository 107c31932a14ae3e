#include "poseaae/evaluation/codec.hpp"

#include <memory>
#include <span>
#include <utility>

#include "poseaae/dataset/split.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::evaluation {

namespace {

std::span<float> flat(Batch& poses) {
  return {poses.data(), static_cast<std::size_t>(poses.size())};
}

Batch aligned(Batch poses, const std::vector<float>& reference) {
  math::align_hemispheres_wxyz(flat(poses), std::span<const float>(reference));
  return poses;
}

}  // namespace

Codec codec_of(std::string name, model::PoseAutoencoder model) {
  const auto shared = std::make_shared<const model::PoseAutoencoder>(std::move(model));
  return {std::move(name), shared->latent_dim(),
          [shared](const Batch& poses) { return shared->encode(poses); },
          [shared](const Batch& latents) { return shared->decode(latents); }};
}

Codec pca_codec(const dataset::PoseRows& train, int latents) {
  const auto reference = std::make_shared<const std::vector<float>>(dataset::mean_pose(train));
  const auto pca = std::make_shared<const metrics::Pca>(
      metrics::Pca::fit(aligned(train.copy(), *reference), latents));
  return {"pca", latents,
          [=](const Batch& poses) { return pca->latents(aligned(poses, *reference)); },
          [=](const Batch& z) {
            Batch poses = pca->features(z);
            math::normalise_wxyz(flat(poses));
            return poses;
          }};
}

}  // namespace poseaae::evaluation
