#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/nn/network.hpp"

/// t-distributed stochastic neighbour embedding: positions in a plane such that points which are
/// close in latent space are close there too. Exact, O(N^2) per iteration, for up to a few thousand
/// points.
///
/// Source: L. van der Maaten and G. Hinton, Visualizing data using t-SNE, JMLR 9, 2008; the
/// learning rate by A. Belkina et al., Automated optimized parameters for t-SNE, Nature
/// Communications 10, 2019.
namespace poseaae::atlas {

/// p_ij (N, N), symmetric, with sum 1: p_j|i = exp(-b_i d_ij^2) / sum_k exp(-b_i d_ik^2) with b_i
/// such that the entropy of each row is log(perplexity), found by bisection; p_ij = (p_j|i + p_i|j)
/// / 2N. `perplexity` is about how many neighbours a point has.
/// @throws UsageError unless 1 < perplexity <= (N - 1) / 3
[[nodiscard]] Eigen::MatrixXd neighbour_affinities(const Batch& points, double perplexity,
                                                   int threads = 0);

/// KL(P || Q) in nats, q_ij = w_ij / sum w, w_ij = 1 / (1 + |y_i - y_j|^2). Positions are (N, 2),
/// in float for speed or in double for checks.
template <typename Scalar>
[[nodiscard]] double tsne_divergence(
    const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>& affinities,
    const Eigen::Matrix<Scalar, Eigen::Dynamic, 2>& positions);

/// Its gradient with respect to y: 4 sum_j (p_ij - q_ij) w_ij (y_i - y_j), with p multiplied by
/// `exaggeration`.
template <typename Scalar>
[[nodiscard]] Eigen::Matrix<Scalar, Eigen::Dynamic, 2> tsne_gradient(
    const Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>& affinities,
    const Eigen::Matrix<Scalar, Eigen::Dynamic, 2>& positions, double exaggeration = 1.0,
    int threads = 0);

struct TsneOptions {
  double perplexity = 30.0;
  int iterations = 750;
  /// Number of first iterations with exaggerated attraction, in which clusters form.
  int exaggerated = 250;
  double exaggeration = 12;  ///< factor on the attraction in these iterations
  int threads = 0;           ///< 0: all cores; the result is the same

  /// @throws UsageError
  void validate() const;
};

struct TsneResult {
  Eigen::MatrixX2d positions;      ///< (N, 2), centred
  std::vector<double> divergence;  ///< KL(P || Q) after every fiftieth iteration, and the last
};

/// Gradient descent with momentum (0.5, then 0.8) and a gain for each coordinate, starting from the
/// first two principal components scaled to a spread of 1e-4: nothing is random, the same points
/// give the same map. @throws UsageError (see neighbour_affinities), or with fewer than 7 points
[[nodiscard]] TsneResult tsne(const Batch& points, const TsneOptions& options = {});

}  // namespace poseaae::atlas
