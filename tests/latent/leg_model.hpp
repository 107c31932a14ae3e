#pragma once

#include <vector>

#include "poseaae/model/pose_autoencoder.hpp"

/// A small body and a model of it, for tests of what needs one.
namespace poseaae::test {

/// A hip at 1 m with one leg of two joints and a toe.
inline mocap::Skeleton leg() {
  return {{"hip", "knee", "ankle"},
          {-1, 0, 1},
          {mocap::Vec3(0, 1, 0), mocap::Vec3(0, -0.5, 0), mocap::Vec3(0, -0.4, 0)},
          {{2, mocap::Vec3(0, -0.1, 0.2), "toe"}}};
}

/// Four latents, random networks: what they make of a pose is far from it, so that there is detail
/// to keep.
inline model::PoseAutoencoder poor_model(const mocap::Skeleton& skeleton = leg()) {
  Random random(1);
  const std::vector<int> in{4 * skeleton.joints(), 8, 4};
  const std::vector<int> out{4, 8, 4 * skeleton.joints()};
  using model::Activation;
  model::ModelData data{
      .skeleton = skeleton,
      .encoder = model::Network(model::make_mlp(in, Activation::kElu, Activation::kLinear), random),
      .decoder =
          model::Network(model::make_mlp(out, Activation::kElu, Activation::kLinear), random),
      .latent = {Eigen::VectorXd::Zero(4), Eigen::MatrixXd::Identity(4, 4)},
      .reference_pose = {},
      .clip_options = {},
      .fps = 30.0,
      .config = "",
      .provenance = {}};
  return model::PoseAutoencoder(std::move(data));
}

}  // namespace poseaae::test
