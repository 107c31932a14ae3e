#include "poseaae/evaluation/codec.hpp"

#include <memory>
#include <utility>

#include "poseaae/base/random.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/latent/mixture.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::evaluation {

Batch prior_samples(int count, int dim, std::uint64_t seed) {
  Batch samples(count, dim);
  Random random(seed);
  random.fill_normal({samples.data(), static_cast<std::size_t>(samples.size())});
  return samples;
}

Codec codec_of(std::string name, codec::PoseAutoencoder model) {
  const auto shared = std::make_shared<const codec::PoseAutoencoder>(std::move(model));
  Codec codec{std::move(name), shared->latent_dim(),
              [shared](const Batch& poses) { return shared->encode(poses); },
              [shared](const Batch& latents) { return shared->decode(latents); }};
  if (!shared->latent().mixture.empty()) {
    codec.samplers.push_back({"mixture", [shared](int count, std::uint64_t seed) {
                                const latent::LatentMixture mixture(shared->latent().mixture);
                                Random random(seed);
                                Batch samples(count, shared->latent_dim());
                                for (int i = 0; i < count; ++i) {
                                  samples.row(i) = mixture.sample(random).transpose().cast<float>();
                                }
                                return samples;
                              }});
  }
  if (!shared->latent().flow.empty()) {
    codec.flow = std::make_shared<const codec::FlowMap>(shared->latent().flow);
    codec.samplers.push_back({"flow", [flow = codec.flow](int count, std::uint64_t seed) {
                                return flow->from_normal(prior_samples(count, flow->dim(), seed));
                              }});
  }
  return codec;
}

Codec pca_codec(const codec::PoseFormat& poses, const BatchRows& train, int latents) {
  const auto format = std::make_shared<const codec::PoseFormat>(dataset::with_mean(poses, train));
  const auto pca = std::make_shared<const metrics::Pca>(
      metrics::Pca::fit(format->features_of(train.copy()), latents));
  return {"pca",
          latents,
          [=](const Batch& rows) { return pca->latents(format->features_of(rows)); },
          [=](const Batch& z) { return format->rows_of_features(pca->features(z)); },
          {}};
}

}  // namespace poseaae::evaluation
