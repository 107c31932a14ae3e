#pragma once

#include <Eigen/Core>

#include "poseaae/math/batch.hpp"

/// Measures of models of poses, each with its formula and source.
namespace poseaae::metrics {

/// Principal components, whitened: z = E (x - m) and x' = m + D z, with C = V diag(l) V^T the
/// covariance of the features (normalised by N - 1), E = diag(l)^-1/2 V_Z^T and
/// D = V_Z diag(l)^1/2 for the Z largest eigenvalues. The z of the fitted samples have mean 0 and
/// covariance I, and m + D E (x - m) is the best reconstruction of rank Z in the mean square.
///
/// A direction in which the features do not vary (l below 1e-12 of the largest, so beyond their
/// rank) cannot be whitened: its row of E and column of D are 0, and its variance is given as 0.
/// The sign of each component is the one that makes its largest weight positive.
///
/// Source: Pearson 1901; Jolliffe, Principal Component Analysis, 2002, sections 1.1 and 2.3.
struct Pca {
  Eigen::VectorXd mean;       ///< (F)
  Eigen::MatrixXd encode;     ///< E (Z, F)
  Eigen::MatrixXd decode;     ///< D (F, Z)
  Eigen::VectorXd variances;  ///< l (Z), descending: of the features along each component

  /// Of (N, F) features of any kind. @throws UsageError unless N >= 2 and 1 <= dimensions <= F, or
  /// when a feature is not finite
  [[nodiscard]] static Pca fit(const Batch& features, int dimensions);

  /// The same for many features, without their covariance: the space of the first components by
  /// three power iterations from a fixed random start (Halko, Martinsson and Tropp 2011, algorithm
  /// 4.4), within which the components are exact. What is left out of it by chance is of the size
  /// of the variances beyond `dimensions`. @throws UsageError as fit() does
  [[nodiscard]] static Pca fit_leading(const Batch& features, int dimensions);

  /// z of each row: (N, F) -> (N, Z). @throws UsageError on another width
  [[nodiscard]] Batch latents(const Batch& features) const;
  /// x' of each row: (N, Z) -> (N, F). @throws UsageError on another width
  [[nodiscard]] Batch features(const Batch& latents) const;
};

}  // namespace poseaae::metrics
