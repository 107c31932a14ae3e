#pragma once

#include <Eigen/Core>

#include "poseaae/base/random.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent {

using codec::LatentStatistics;

/// N(m, C): the Gaussian with a model's latent mean (Z) and covariance (Z, Z); the distribution of
/// the poses as far as two moments describe it.
class LatentGaussian {
 public:
  /// The covariance may be singular (a latent that the encoder does not use), and eigenvalues that
  /// rounding made negative count as zero.
  /// @throws ModelError when sizes do not fit, or it is not symmetric, not finite or clearly
  /// indefinite
  explicit LatentGaussian(const LatentStatistics& statistics);

  [[nodiscard]] const Eigen::VectorXd& mean() const noexcept { return mean_; }
  [[nodiscard]] int dim() const { return static_cast<int>(mean_.size()); }
  /// R = S^-1 E[(z_k+1 - m)(z_k - m)^T] S^-1: the correlation of whitened points with those before,
  /// with singular values of at most 0.999; empty where the model does not know it.
  [[nodiscard]] const Eigen::MatrixXd& steps() const noexcept { return steps_; }

  /// The model's mixture in whitened coordinates; N(0, I) where it has none.
  [[nodiscard]] codec::Mixture mixture() const;

  /// S e, with S the symmetric square root of the covariance (S S = C): turns noise of unit
  /// variance into noise of covariance C. The symmetric root is used rather than a Cholesky factor
  /// since it exists for singular covariances too and treats all dimensions alike.
  [[nodiscard]] Eigen::VectorXd shape(const Eigen::VectorXd& unit_noise) const;
  /// m + S e, e ~ N(0, I): one sample, of Z normal numbers from `random`.
  [[nodiscard]] Eigen::VectorXd sample(Random& random) const;

  /// e = S^-1 (z - m), row by row: (N, Z) latents to whitened coordinates, in which the model's
  /// poses have mean 0 and covariance I, so that |e|^2 / Z is about 1 among them and angles and
  /// lengths mean the same for every model. S is the symmetric root: it changes latents as little
  /// as any whitening can (Kessy, Lewin and Strimmer 2018, ZCA), so axes keep their meaning.
  ///
  /// Both directions raise eigenvalues of C below a millionth of the largest to that value, so that
  /// they are inverse to each other even where a latent is not used; there a unit of e is a
  /// thousandth of the largest standard deviation. (All are 1 where C is 0.) @throws UsageError
  /// when Z differs
  [[nodiscard]] Batch whiten(const Batch& z) const;
  /// z = m + S e, row by row: the inverse of whiten(). @throws UsageError when Z differs
  [[nodiscard]] Batch unwhiten(const Batch& e) const;

 private:
  Eigen::VectorXd mean_;
  Eigen::MatrixXd root_;
  Eigen::MatrixXd whitening_;    ///< S^-1 with the floor
  Eigen::MatrixXd unwhitening_;  ///< S with the floor
  Eigen::MatrixXd steps_;
  codec::Mixture mixture_;  ///< of latents
};

}  // namespace poseaae::latent
