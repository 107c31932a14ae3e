#pragma once

#include <Eigen/Core>

#include "poseaae/atlas/tsne.hpp"

/// t-SNE by its definition, in double precision, between all pairs of N points: what the library's
/// is measured by.
namespace poseaae::test {

/// p_ij (N, N), symmetric, with sum 1: p_j|i = exp(-b_i d_ij^2) / sum_k exp(-b_i d_ik^2) with b_i
/// such that the entropy of each row is log(perplexity), found by bisection; p_ij = (p_j|i + p_i|j)
/// / 2N.
[[nodiscard]] Eigen::MatrixXd exact_affinities(const Batch& points, double perplexity);

/// KL(P || Q) in nats, q_ij = w_ij / sum w, w_ij = 1 / (1 + |y_i - y_j|^2).
[[nodiscard]] double exact_divergence(const Eigen::MatrixXd& affinities,
                                      const Eigen::MatrixX2d& positions);

/// Its gradient by y: 4 sum_j (p_ij - q_ij) w_ij (y_i - y_j), with p multiplied by `exaggeration`.
[[nodiscard]] Eigen::MatrixX2d exact_gradient(const Eigen::MatrixXd& affinities,
                                              const Eigen::MatrixX2d& positions,
                                              double exaggeration = 1.0);

/// The descent of atlas::tsne along that gradient.
[[nodiscard]] Eigen::MatrixX2d exact_tsne(const Batch& points, const atlas::TsneOptions& options);

}  // namespace poseaae::test
