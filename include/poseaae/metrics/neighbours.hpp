#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/math/batch.hpp"

/// Distances between poses given as K points (N, 3K), PoseSpace::points(): the mean joint distance
/// d(a, b) = (1/K) sum_k |a_k - b_k| in metres, a metric, and the same that MPJPE measures.
namespace poseaae::metrics {

/// d of two rows of 3K coordinates.
[[nodiscard]] double joint_distance(const float* a, const float* b, int points);

/// The nearest reference of each query.
struct Nearest {
  Eigen::VectorXd distance_m;  ///< (N)
  std::vector<int> row;        ///< (N) of the references; of several the lowest
};

/// Exact: every reference is compared, but only as long as it can still be the nearest.
/// @throws UsageError on widths that differ or are no multiple of 3, or without references
[[nodiscard]] Nearest nearest(const Batch& queries, const Batch& references, int threads = 0);

/// (N): distance of each row to its k-th nearest among the other rows.
/// @throws UsageError unless 1 <= k < N
[[nodiscard]] Eigen::VectorXd neighbour_radius(const Batch& points, int k, int threads = 0);

/// (1 / (N(N-1)/2)) sum_{i<j} d(x_i, x_j): the mean distance between poses. APD, average
/// pairwise distance (Aliakbarian et al., A stochastic conditioning scheme, CVPR 2020, section 4,
/// there as a norm of all coordinates). @throws UsageError with fewer than two rows
[[nodiscard]] double average_pairwise_distance(const Batch& points, int threads = 0);

/// `count` rows, spread evenly and in order; all rows if there are no more than that. A
/// deterministic sample, for measures of quadratic cost.
[[nodiscard]] Batch spread_rows(const Batch& rows, int count);

}  // namespace poseaae::metrics
