#include "standardise.hpp"

#include <gtest/gtest.h>

#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae {
namespace {

using nn::Activation;

objective::Networks networks_of(nn::Skip skip, bool gaussian) {
  Random random(41);
  const auto net = [&](std::vector<int> sizes) {
    return nn::Network(nn::make_mlp(sizes, Activation::kElu, Activation::kLinear, skip), random);
  };
  return {net({12, 9, gaussian ? 8 : 4}), net({4, 7, 12}), net({4, 3, 1})};
}

Batch random_batch(int rows, int columns) {
  Random random(42);
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

TEST(Standardise, GivesMeanZeroAndCovarianceOneAndTheSameReconstructions) {
  for (const auto skip : {nn::Skip::kNone, nn::Skip::kInput}) {
    for (const bool gaussian : {false, true}) {
      const auto before = networks_of(skip, gaussian);
      auto after = before;
      const Batch poses = random_batch(500, 12);
      Batch latents = before.encoder.forward(poses).leftCols(4);
      const Batch reconstructed = before.decoder.forward(latents);
      training::standardise(after, latents);

      const Batch encoded = after.encoder.forward(poses);
      ASSERT_EQ(encoded.cols(), 4) << "of a Gaussian encoder the means stay";
      EXPECT_TRUE(encoded.isApprox(latents, 1e-3F));
      const auto statistics = codec::LatentStatistics::of(encoded);
      EXPECT_LT(statistics.mean.cwiseAbs().maxCoeff(), 1e-4);
      EXPECT_LT((statistics.covariance - Eigen::MatrixXd::Identity(4, 4)).cwiseAbs().maxCoeff(),
                1e-3);
      EXPECT_LT((after.decoder.forward(encoded) - reconstructed).cwiseAbs().maxCoeff(), 1e-4F);
    }
  }
}

// A latent that the encoder does not use stays where it is instead of becoming noise.
TEST(Standardise, DoesNotBlowUpALatentThatDoesNotVary) {
  auto networks = networks_of(nn::Skip::kNone, false);
  auto layers = networks.encoder.layers();
  std::fill_n(layers.back().array("weight").begin(), layers.back().spec.inputs, 0.0F);
  networks.encoder = nn::Network(std::move(layers));
  const Batch poses = random_batch(300, 12);
  Batch latents = networks.encoder.forward(poses);
  training::standardise(networks, latents);
  const Batch encoded = networks.encoder.forward(poses);
  EXPECT_TRUE(encoded.allFinite());
  EXPECT_LT(encoded.col(0).cwiseAbs().maxCoeff(), 0.1F);
}

}  // namespace
}  // namespace poseaae
