#include "samples.hpp"

#include <cmath>

namespace poseaae::codec::test {

ModelData sample_data(std::uint64_t seed) {
  using mocap::Vec3;
  Random random(seed);
  mocap::Skeleton skeleton({"Hips", "Leg", "Grüße Arm"}, {-1, 0, 0},
                           {Vec3(0, 1, 0), Vec3(0.1, -0.5, 0), Vec3(0.2, 0.4, 0.1)},
                           {{1, Vec3(0, -0.4, 0.1), "toe"}, {2, Vec3(0.6, 0, 0), ""}});
  const std::vector<int> down{12, 7, 2};
  const std::vector<int> up{2, 7, 12};
  using nn::Activation;
  nn::Network encoder(nn::make_mlp(down, Activation::kElu, Activation::kLinear), random);
  nn::Network decoder(nn::make_mlp(up, Activation::kTanh, Activation::kLinear), random);
  ModelData data{.format = PoseFormat(std::move(skeleton)),
                 .encoder = std::move(encoder),
                 .decoder = std::move(decoder),
                 .latent = LatentStatistics::with_mixture(random_batch(random, 30, 2)),
                 .clip_options = {.unit = {0.0254},
                                  .source_fps = 25.0,
                                  .fps = 50.0,
                                  .strict = true,
                                  .remove_joints = {"*Finger*", "Toe"},
                                  .root_rotation = mocap::RootRotation::kFaceForward},
                 .fps = 50.0,
                 .config = "training:\n  epochs: 7\n",
                 .provenance = {{"seed", "7"}, {"data", "walk.bvh"}, {"note", ""}}};
  const Batch reference = random_poses(random, 1, 3);
  set_reference(data, {reference.data(), reference.data() + reference.size()});
  return data;
}

void set_reference(ModelData& data, std::vector<float> reference) {
  data.format = PoseFormat(data.format.skeleton(), data.format.form(), std::move(reference));
}

Batch random_batch(Random& random, int rows, int columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

Batch random_poses(Random& random, int rows, int joints) {
  Batch poses = random_batch(random, rows, 4 * joints);
  math::normalise_wxyz(std::span<float>(poses.data(), static_cast<std::size_t>(poses.size())));
  return poses;
}

namespace {

bool same(const nn::Network& a, const nn::Network& b) {
  return a.skip() == b.skip() && a.layers() == b.layers();
}

template <typename Matrix>
bool same(const Matrix& a, const Matrix& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && a == b;
}

bool same(const LatentFlow& a, const LatentFlow& b) {
  return same(a.mixture.weights, b.mixture.weights) && same(a.mixture.means, b.mixture.means) &&
         a.mixture.covariances == b.mixture.covariances && same(a.quantiles, b.quantiles) &&
         same(a.log_densities, b.log_densities);
}

}  // namespace

bool same_facts(const ModelData& a, const ModelData& b) {
  return a.format.skeleton() == b.format.skeleton() && a.format.form() == b.format.form() &&
         same(a.encoder, b.encoder) && same(a.decoder, b.decoder) &&
         a.latent.mean == b.latent.mean && a.latent.covariance == b.latent.covariance &&
         a.latent.mixture.components() == b.latent.mixture.components() &&
         a.latent.mixture.weights == b.latent.mixture.weights &&
         a.latent.mixture.means == b.latent.mixture.means &&
         a.latent.mixture.covariances == b.latent.mixture.covariances &&
         same(a.latent.flow, b.latent.flow) && same(a.space, b.space) &&
         a.format.reference() == b.format.reference() && a.clip_options == b.clip_options &&
         a.fps == b.fps && a.config == b.config && a.provenance == b.provenance;
}

}  // namespace poseaae::codec::test
