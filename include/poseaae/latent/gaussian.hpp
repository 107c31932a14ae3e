#pragma once

#include <Eigen/Core>

#include "poseaae/core/random.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

namespace poseaae::latent {

using model::LatentStatistics;

/// N(m, C): the Gaussian with a model's latent mean (Z) and covariance (Z, Z); where the poses are,
/// as far as two moments can tell.
class LatentGaussian {
 public:
  /// The covariance may be singular (a latent that the encoder does not use), and eigenvalues that
  /// rounding made negative count as zero.
  /// @throws ModelError when sizes do not fit, or it is not symmetric, not finite or clearly
  /// indefinite
  explicit LatentGaussian(const LatentStatistics& statistics);

  [[nodiscard]] const Eigen::VectorXd& mean() const noexcept { return mean_; }
  [[nodiscard]] int dim() const { return static_cast<int>(mean_.size()); }

  /// S e, with S the symmetric square root of the covariance (S S = C): turns noise of unit
  /// variance into noise of covariance C. The symmetric root is used rather than a Cholesky factor
  /// since it exists for singular covariances too and treats all dimensions alike.
  [[nodiscard]] Eigen::VectorXd shape(const Eigen::VectorXd& unit_noise) const;
  /// m + S e, e ~ N(0, I): one draw, Z normal numbers from `random`.
  [[nodiscard]] Eigen::VectorXd sample(Random& random) const;

 private:
  Eigen::VectorXd mean_;
  Eigen::MatrixXd root_;
};

}  // namespace poseaae::latent
