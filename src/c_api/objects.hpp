#pragma once

#include <algorithm>
#include <memory>

#include "poseaae.h"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/walk.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"

namespace poseaae::c_api {

/// A model with what its calls need of it.
struct Model {
  explicit Model(codec::PoseAutoencoder autoencoder)
      : codec(std::move(autoencoder)), space(codec.latent()), bones(codec.skeleton()) {}

  /// Latents of a path a second.
  [[nodiscard]] double fps() const { return codec.data().fps / codec.format().hop(); }

  codec::PoseAutoencoder codec;
  latent::LatentGaussian space;
  mocap::KinematicChain<float> bones;
};

}  // namespace poseaae::c_api

struct poseaae_model {
  std::shared_ptr<const poseaae::c_api::Model> shared;  ///< with walks
};

struct poseaae_walk {
  std::shared_ptr<const poseaae::c_api::Model> model;
  poseaae::latent::Walker walker;
};
