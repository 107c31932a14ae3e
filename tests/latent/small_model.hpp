#pragma once

#include "poseaae/model/pose_autoencoder.hpp"

namespace poseaae::latent::test {

/// A hip at 1 m with one leg of two joints and a toe.
inline mocap::Skeleton leg() {
  return {{"hip", "knee", "ankle"},
          {-1, 0, 1},
          {mocap::Vec3(0, 1, 0), mocap::Vec3(0, -0.5, 0), mocap::Vec3(0, -0.4, 0)},
          {{2, mocap::Vec3(0, -0.1, 0.2), "toe"}}};
}

/// Four latents in, rotations of the skeleton's joints out; random networks, which make something
/// far from it of every pose. With `upright`, quaternions are those of the network plus (upright,
/// 0, 0, 0): joints that turn by less than half a circle, smoothly, as those of trained models do.
inline model::PoseAutoencoder small_model(float upright = 0.0F,
                                          const mocap::Skeleton& skeleton = leg()) {
  Random random(1);
  const int pose = 4 * skeleton.joints();
  constexpr int kLatent = 4;
  const std::vector<int> in{pose, 8, kLatent};
  const std::vector<int> out{kLatent, 8, pose};
  using model::Activation;
  model::ModelData data{
      .skeleton = skeleton,
      .encoder = model::Network(model::make_mlp(in, Activation::kElu, Activation::kLinear), random),
      .decoder =
          model::Network(model::make_mlp(out, Activation::kElu, Activation::kLinear), random),
      .latent = {Eigen::VectorXd::Zero(kLatent), Eigen::MatrixXd::Identity(kLatent, kLatent)},
      .reference_pose = {},
      .clip_options = {},
      .fps = 30.0,
      .config = "",
      .provenance = {}};
  std::vector<model::Layer> layers = data.decoder.layers();
  for (int j = 0; j < pose; j += 4) layers.back().bias[j] += upright;
  data.decoder = model::Network(std::move(layers));
  return model::PoseAutoencoder(std::move(data));
}

}  // namespace poseaae::latent::test
