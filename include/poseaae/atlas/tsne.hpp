#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/math/batch.hpp"

/// t-distributed stochastic neighbour embedding: positions in a plane such that points which are
/// close in latent space are close there too. A step of N points takes a time proportional to N.
///
/// Source: L. van der Maaten and G. Hinton, Visualizing data using t-SNE, JMLR 9, 2008; the
/// learning rate by A. Belkina et al., Automated optimized parameters for t-SNE, Nature
/// Communications 10, 2019; near neighbours only by van der Maaten 2014 (atlas/affinities.hpp); the
/// sums over all points by Fong and Darve 2009 (atlas/repulsion.hpp).
namespace poseaae::atlas {

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
  Eigen::MatrixX2d positions;      ///< (N, 2), centred; equal points are in one place
  std::vector<double> divergence;  ///< KL(P || Q) after every fiftieth iteration, and the last
};

/// Minimises KL(P || Q) = sum_ij p_ij log(p_ij / q_ij), q_ij = w_ij / sum w, w_ij = 1 / (1 + |y_i -
/// y_j|^2), P as `affinities` has it: gradient descent with momentum (0.5, then 0.8) and a gain for
/// each coordinate, starting from the first two principal components scaled to a spread of 1e-4.
/// Nothing is random: the same points give the same map, with any number of threads and at every
/// level of the kernels. @throws UsageError (see affinities), or with fewer than 7 points
[[nodiscard]] TsneResult tsne(const Batch& points, const TsneOptions& options = {});

}  // namespace poseaae::atlas
