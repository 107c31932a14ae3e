#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace poseaae::metrics {

/// A mean and its 95 % confidence interval.
struct Interval {
  double mean = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// The mean of `values` (N) over all poses, and the 2.5th and 97.5th percentile of that mean over
/// resamples of whole clips with replacement, as many as there are, since clips are
/// independent observations, but poses of a clip are not. `clips` (N) is the number of the clip of
/// each value; any numbers will do. With a single clip, low = high = mean.
/// Source: Efron and Tibshirani, An introduction to the bootstrap, 1993, chapters 8.5 and 13.
/// @throws UsageError on sizes that differ or no value
[[nodiscard]] Interval clip_bootstrap(const Eigen::VectorXd& values, const std::vector<int>& clips,
                                      int resamples = 1000, std::uint64_t seed = 1);

/// The same for a ratio of means, numerator / denominator, both resampled with the same clips.
[[nodiscard]] Interval clip_bootstrap_ratio(const Eigen::VectorXd& numerator,
                                            const Eigen::VectorXd& denominator,
                                            const std::vector<int>& clips, int resamples = 1000,
                                            std::uint64_t seed = 1);

/// Statistics over runs that differ in seed or fold.
struct Spread {
  double mean = 0.0;
  double deviation = 0.0;  ///< normalised by n - 1; 0 for one run
  double low = 0.0;        ///< smallest
  double high = 0.0;       ///< largest
  int runs = 0;
};
/// NaN values are left out. @throws UsageError without values
[[nodiscard]] Spread spread(const std::vector<double>& values);

/// The p-th percentile, p in [0, 100], linear between order statistics (type 7 of Hyndman and Fan
/// 1996, numpy's default). @throws UsageError without values
[[nodiscard]] double percentile(std::vector<double> values, double p);

/// Wasserstein-1 distance of two samples on a line, int_0^1 |Q_a(u) - Q_b(u)| du with Q their
/// quantile functions: the mean over u = (i + 1/2) / 500, in the unit of the values. 0 for equal
/// distributions; c where one is the other shifted by c.
/// Source: Vallender, Calculation of the Wasserstein distance between probability distributions on
/// the line, 1974. @throws UsageError without values
[[nodiscard]] double wasserstein_1(std::vector<double> a, std::vector<double> b);

}  // namespace poseaae::metrics
