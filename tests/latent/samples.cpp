#include "samples.hpp"

#include <Eigen/QR>

#include "support/traveller.hpp"

namespace poseaae::latent::test {

LatentStatistics model_like(int dim) {
  Random random(2026);
  const auto normal = [&](auto...) { return random.normal(); };
  const Eigen::MatrixXd axes =
      Eigen::HouseholderQR<Eigen::MatrixXd>(Eigen::MatrixXd::NullaryExpr(dim, dim, normal))
          .householderQ();
  const Eigen::VectorXd deviations = Eigen::VectorXd::LinSpaced(dim, 0.1, 2.0);
  return {Eigen::VectorXd::NullaryExpr(dim, normal),
          axes * deviations.cwiseAbs2().asDiagonal() * axes.transpose()};
}

double mean_square(const LatentGaussian& space, const Batch& latents) {
  return space.whiten(latents).cast<double>().squaredNorm() / static_cast<double>(latents.size());
}

Moments off_moments(const LatentGaussian& space, const Batch& latents) {
  const auto found = LatentStatistics::of(space.whiten(latents));
  const auto identity = Eigen::MatrixXd::Identity(space.dim(), space.dim());
  return {found.mean.cwiseAbs().maxCoeff(), (found.covariance - identity).cwiseAbs().maxCoeff()};
}

mocap::Skeleton leg() { return poseaae::test::leg(); }

codec::PoseAutoencoder small_model(float upright, const mocap::Skeleton& skeleton) {
  Random random(1);
  const int pose = 4 * skeleton.joints();
  constexpr int kLatent = 4;
  const std::vector<int> in{pose, 8, kLatent};
  const std::vector<int> out{kLatent, 8, pose};
  using nn::Activation;
  codec::ModelData data{
      .format = codec::PoseFormat(skeleton),
      .encoder = nn::Network(nn::make_mlp(in, Activation::kElu, Activation::kLinear), random),
      .decoder = nn::Network(nn::make_mlp(out, Activation::kElu, Activation::kLinear), random),
      .latent = {Eigen::VectorXd::Zero(kLatent), Eigen::MatrixXd::Identity(kLatent, kLatent)},
      .clip_options = {},
      .fps = 30.0,
      .config = "",
      .provenance = {}};
  std::vector<nn::Layer> layers = data.decoder.layers();
  for (int j = 0; j < pose; j += 4) layers.back().array("bias")[j] += upright;
  data.decoder = nn::Network(std::move(layers), data.decoder.skip());
  return codec::PoseAutoencoder(std::move(data));
}

}  // namespace poseaae::latent::test
