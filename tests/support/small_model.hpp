#pragma once

#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::test {

/// An untrained model of the motion's skeleton, with `hidden` units between pose and latents and
/// the statistics of the motion's encodings.
inline codec::PoseAutoencoder small_model(const mocap::Motion& motion, int latent, int hidden,
                                          std::uint64_t seed) {
  Random random(seed);
  const auto network = [&](const std::vector<int>& sizes) {
    using nn::Activation;
    return nn::Network(nn::make_mlp(sizes, Activation::kElu, Activation::kLinear), random);
  };
  const codec::PoseFormat format(motion.skeleton());
  codec::ModelData data{
      .format = format,
      .encoder = network({format.width(), hidden, latent}),
      .decoder = network({latent, hidden, format.width()}),
      .latent = {Eigen::VectorXd::Zero(latent), Eigen::MatrixXd::Identity(latent, latent)},
      .clip_options = {},
      .fps = motion.fps(),
      .config = "",
      .provenance = {}};
  const codec::PoseAutoencoder draft(data);
  data.latent = codec::LatentStatistics::of(draft.encode(format.rows_of(motion)));
  return codec::PoseAutoencoder(std::move(data));
}

}  // namespace poseaae::test
