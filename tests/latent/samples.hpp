#pragma once

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent::test {

/// Statistics as a trained model has them: a mean away from zero, standard deviations from a tenth
/// to two, and axes that are not those of the latents.
LatentStatistics model_like(int dim = 8);

/// Mean of |e|^2 / Z over latents (N, Z): 1 among a model's own poses.
double mean_square(const LatentGaussian& space, const Batch& latents);

/// Means of squares and products must be right, not only their sum: largest differences of the
/// whitened moments from 0 and I.
struct Moments {
  double mean;
  double covariance;
};
Moments off_moments(const LatentGaussian& space, const Batch& latents);

/// A hip at 1 m with one leg of two joints and a toe.
mocap::Skeleton leg();

/// Four latents in, rotations of the skeleton's joints out; random networks, which make something
/// far from it of every pose. With `upright`, quaternions are those of the network plus (upright,
/// 0, 0, 0): joints that turn by less than half a circle, smoothly, as those of trained models do.
codec::PoseAutoencoder small_model(float upright = 0.0F, const mocap::Skeleton& skeleton = leg());

}  // namespace poseaae::latent::test
