#pragma once

#include <Eigen/Core>

namespace poseaae::metrics {

/// Ranks from 1; equal values share the mean of their ranks. @throws UsageError when a value is
/// NaN
[[nodiscard]] Eigen::VectorXd ranks(const Eigen::VectorXd& values);

/// Spearman's rho: the correlation of the ranks of x and y, in [-1, 1]; 1 for any increasing
/// relation. With ties, Pearson's correlation of mid-ranks. 0 if one of the two is constant.
/// Source: Spearman 1904; Kendall and Gibbons, Rank correlation methods, 1990.
/// @throws UsageError on sizes that differ, fewer than two values, or a NaN
[[nodiscard]] double spearman(const Eigen::VectorXd& x, const Eigen::VectorXd& y);

}  // namespace poseaae::metrics
