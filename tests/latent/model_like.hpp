#pragma once

#include <Eigen/QR>

#include "poseaae/latent/gaussian.hpp"

namespace poseaae::latent::test {

/// Statistics as a trained model has them: a mean away from zero, standard deviations from a tenth
/// to two, and axes that are not those of the latents.
inline LatentStatistics model_like(int dim = 8) {
  Random random(2026);
  const auto normal = [&](auto...) { return random.normal(); };
  const Eigen::MatrixXd axes =
      Eigen::HouseholderQR<Eigen::MatrixXd>(Eigen::MatrixXd::NullaryExpr(dim, dim, normal))
          .householderQ();
  const Eigen::VectorXd deviations = Eigen::VectorXd::LinSpaced(dim, 0.1, 2.0);
  return {Eigen::VectorXd::NullaryExpr(dim, normal),
          axes * deviations.cwiseAbs2().asDiagonal() * axes.transpose()};
}

/// Mean of |e|^2 / Z over latents (N, Z): 1 among a model's own poses.
inline double mean_square(const LatentGaussian& space, const Batch& latents) {
  return space.whiten(latents).cast<double>().squaredNorm() / static_cast<double>(latents.size());
}

/// Means of squares and products must be right, not only their sum: largest differences of the
/// whitened moments from 0 and I.
struct Moments {
  double mean;
  double covariance;
};
inline Moments off_moments(const LatentGaussian& space, const Batch& latents) {
  const auto found = LatentStatistics::of(space.whiten(latents));
  const auto identity = Eigen::MatrixXd::Identity(space.dim(), space.dim());
  return {found.mean.cwiseAbs().maxCoeff(), (found.covariance - identity).cwiseAbs().maxCoeff()};
}

}  // namespace poseaae::latent::test
