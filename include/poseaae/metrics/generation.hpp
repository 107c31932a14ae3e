#pragma once

#include <Eigen/Core>

#include "poseaae/metrics/neighbours.hpp"

/// How good poses are that were decoded from samples of the prior. All take points (N, 3K) in
/// metres (PoseSpace::points()).
namespace poseaae::metrics {

/// |m_a - m_b|^2 + tr(A + B - 2 (A^1/2 B A^1/2)^1/2), metres^2: the squared 2-Wasserstein distance
/// of the Gaussians with the means m and covariances A, B of both samples' coordinates.
///
/// Roots are taken by symmetric eigen-decomposition, where eigenvalues that rounding made negative
/// count as 0; nothing is added to the diagonal, so singular covariances (bones are rigid, so some
/// coordinates are nearly dependent) are treated as they are. Samples of one distribution differ
/// by about tr(A)/N_a + tr(B)/N_b and more: compare with the distance of held-out poses, as many.
///
/// Sources: Dowson and Landau, The Frechet distance between multivariate normal distributions,
/// 1982; Heusel et al., GANs trained by a two time-scale update rule, NeurIPS 2017.
/// @throws UsageError with fewer than two rows or widths that differ
[[nodiscard]] double frechet_distance(const Rows& a, const Rows& b);

/// precision = share of generated rows that lie within the k-th neighbour radius of some real row;
/// recall    = share of real rows that lie within that of some generated row.
/// Each sample's manifold is estimated by balls to the k-th nearest of its own sample. Both depend
/// on the numbers of rows, which are to be equal: 1000 to 5000.
/// Source: Kynkaanniemi et al., Improved precision and recall metric, NeurIPS 2019, k = 3.
struct PrecisionRecall {
  double precision = 0.0;
  double recall = 0.0;
};
/// @throws UsageError unless both have more than k rows, of one width
[[nodiscard]] PrecisionRecall precision_recall(const Rows& real, const Rows& generated, int k = 3,
                                               int threads = 0);

/// How real poses that a model has not seen compare with the train poses: what the generated ones
/// are held against. It does not depend on a model.
struct HeldOut {
  Eigen::VectorXd nearest_m;      ///< per held-out pose: distance to the nearest train pose
  double train_pairwise_m = 0.0;  ///< APD of train poses
  double frechet_m2 = 0.0;        ///< held-out against train: the floor
  PrecisionRecall quality;        ///< held-out against train poses
};

/// Poses from the prior beside train poses.
struct Generation {
  Eigen::VectorXd nearest_m;  ///< per generated pose: distance to the nearest train pose (dNN)
  double pairwise_m = 0.0;    ///< APD of generated poses: 0 for a model that makes but one
  double frechet_m2 = 0.0;    ///< generated against train
  PrecisionRecall quality;    ///< generated against train poses
};

struct GenerationOptions {
  int pairwise_rows = 2000;  ///< of each sample at most, for APD, precision and recall
  int k = 3;                 ///< neighbour whose distance is a ball's radius
  int threads = 0;
};

/// @throws UsageError on widths that differ or too few rows
[[nodiscard]] HeldOut held_out(const Rows& held_out, const Rows& train,
                               const GenerationOptions& options = {});
[[nodiscard]] Generation generation(const Rows& generated, const Rows& train,
                                    const GenerationOptions& options = {});

}  // namespace poseaae::metrics
