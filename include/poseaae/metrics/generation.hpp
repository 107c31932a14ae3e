#pragma once

#include <Eigen/Core>

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/neighbours.hpp"

/// Quality of poses that are decoded from samples of the prior. All functions take points (N, 3K)
/// in metres (PoseSpace::points()).
namespace poseaae::metrics {

/// |m_a - m_b|^2 + tr(A + B - 2 (A^1/2 B A^1/2)^1/2), metres^2: the squared 2-Wasserstein distance
/// between Gaussians with the means m and covariances A, B of the coordinates of the samples.
///
/// Roots are computed by symmetric eigendecomposition, in which negative eigenvalues, due to
/// rounding, count as 0. Nothing is added to the diagonal, so that singular covariances (bones are
/// rigid, so some coordinates are nearly dependent) are treated as they are. Samples of the same
/// distribution differ by about tr(A)/N_a + tr(B)/N_b or more: compare with the distance of as many
/// held-out poses.
///
/// Sources: Dowson and Landau, The Frechet distance between multivariate normal distributions,
/// 1982; Heusel et al., GANs trained by a two time-scale update rule, NeurIPS 2017.
/// @throws UsageError with fewer than two rows or widths that differ
[[nodiscard]] double frechet_distance(const Batch& a, const Batch& b);

/// precision = share of generated rows that lie within the k-th neighbour radius of some real row;
/// recall    = share of real rows that lie within that of some generated row.
/// The manifold of a sample is estimated by balls that reach to the k-th nearest neighbour within
/// it. Both values depend on the numbers of rows, which should be equal, from 1000 to 5000.
/// Source: Kynkaanniemi et al., Improved precision and recall metric, NeurIPS 2019, k = 3.
struct PrecisionRecall {
  double precision = 0.0;
  double recall = 0.0;
};
/// @throws UsageError unless both have more than k rows, of one width
[[nodiscard]] PrecisionRecall precision_recall(const Batch& real, const Batch& generated, int k = 3,
                                               int threads = 0);

/// PrecisionRecall::precision alone, in half the time. @throws as precision_recall() does
[[nodiscard]] double precision(const Batch& real, const Batch& generated, int k = 3,
                               int threads = 0);

/// Held-out real poses compared with train poses: the reference values for generated ones. They do
/// not depend on a model.
struct HeldOut {
  Eigen::VectorXd nearest_m;      ///< per held-out pose: distance to the nearest train pose
  double train_pairwise_m = 0.0;  ///< APD of train poses
  double frechet_m2 = 0.0;        ///< between held-out and train poses: a lower bound in practice
  PrecisionRecall quality;        ///< of held-out against train poses
};

/// Generated poses compared with train poses.
struct Generation {
  Eigen::VectorXd nearest_m;  ///< per generated pose: distance to the nearest train pose (dNN)
  double pairwise_m = 0.0;    ///< APD of generated poses: 0 if all are the same
  double frechet_m2 = 0.0;    ///< between generated and train poses
  PrecisionRecall quality;    ///< of generated against train poses
};

struct GenerationOptions {
  int pairwise_rows = 2000;  ///< largest sample size for APD, precision and recall
  int k = 3;                 ///< rank of the neighbour that determines a ball's radius
  int threads = 0;
};

/// @throws UsageError when widths differ or there are too few rows
[[nodiscard]] HeldOut held_out(const Batch& held_out, const Batch& train,
                               const GenerationOptions& options = {});
[[nodiscard]] Generation generation(const Batch& generated, const Batch& train,
                                    const GenerationOptions& options = {});
/// Generation::quality.precision, or HeldOut::quality.precision, alone.
[[nodiscard]] double precision_beside(const Batch& poses, const Batch& train,
                                      const GenerationOptions& options = {});

}  // namespace poseaae::metrics
