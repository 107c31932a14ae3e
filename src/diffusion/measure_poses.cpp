#include <functional>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/diffusion/generate.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/mixture.hpp"
#include "poseaae/metrics/generation.hpp"
#include "poseaae/metrics/positions.hpp"
#include "scores.hpp"

namespace poseaae::diffusion {

namespace {

/// (count, Z) latents by a seed.
using Sampler = std::function<Batch(int count, std::uint64_t seed)>;

Sampler prior(int latents) {
  return [latents](int count, std::uint64_t seed) {
    Batch samples(count, latents);
    Random random(seed);
    random.fill_normal({samples.data(), static_cast<std::size_t>(samples.size())});
    return samples;
  };
}

/// Of LatentGaussian or LatentMixture.
template <typename Density>
Sampler sampler_of(Density density) {
  return [density = std::move(density)](int count, std::uint64_t seed) {
    Batch samples(count, density.dim());
    Random random(seed);
    for (auto row : samples.rowwise())
      row = density.sample(random).transpose().template cast<float>();
    return samples;
  };
}

std::vector<double> values_of(const metrics::Generation& made, double to_held_out) {
  constexpr double kMillimetres = 1000.0;
  return {made.frechet_m2,
          to_held_out,
          kMillimetres * made.nearest_m.mean(),
          kMillimetres * made.pairwise_m,
          made.quality.precision,
          made.quality.recall};
}

}  // namespace

Scores measure_poses(const codec::PoseAutoencoder& model, const LatentDiffusion& diffusion,
                     const dataset::PoseDataset& data, const dataset::Split& split,
                     const MeasureOptions& options) {
  options.validate();
  // Of windows, the split has the frames at which they begin.
  const int middle = model.format().shape().frames / 2;
  const auto poses_of = [&](const std::vector<int>& rows) {
    std::vector<int> moments = rows;
    for (int& row : moments) row += middle;
    return BatchRows(data.poses, moments).copy();
  };
  const Batch train_poses = poses_of(split.train);
  const metrics::PoseSpace space(data.skeleton, train_poses);
  const Batch train = space.points(train_poses, options.threads);
  const Batch test = space.points(poses_of(split.test), options.threads);
  const metrics::GenerationOptions how{.threads = options.threads};

  Scores scores{{"fpd m^2", "fpd held out m^2", "dnn mm", "apd mm", "precision", "recall"}, {}};
  add_score(
      scores, "held out",
      {values_of(metrics::generation(test, train, how), std::numeric_limits<double>::quiet_NaN())});
  const auto add = [&](const std::string& name, const Sampler& sample) {
    std::vector<std::vector<double>> runs;
    for (int run = 0; run < options.seeds; ++run) {
      const Batch made = space.points(
          model.decode_poses(sample(options.poses, seed_of(options, run))), options.threads);
      runs.push_back(
          values_of(metrics::generation(made, train, how), metrics::frechet_distance(made, test)));
    }
    add_score(scores, name, runs);
  };
  add("prior", prior(model.latent_dim()));
  add("gaussian", sampler_of(latent::LatentGaussian(model.latent())));
  if (const auto& mixture = model.latent().mixture; !mixture.empty()) {
    add("mixture", sampler_of(latent::LatentMixture(mixture)));
  }
  add("diffusion", [&](int count, std::uint64_t seed) {
    return sample_poses(diffusion, count, {}, options.sampler, seed);
  });
  return scores;
}

}  // namespace poseaae::diffusion
