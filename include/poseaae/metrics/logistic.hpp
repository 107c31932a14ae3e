#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "poseaae/math/batch.hpp"

/// Linear probes: how well a binary label can be predicted from features, and the accuracy of the
/// same procedure on labels that are unrelated to them.
namespace poseaae::metrics {

/// Binary labels of rows, 0 or 1.
using Labels = std::vector<int>;

struct LogisticOptions {
  /// l below, for standardised features. With 0 there is no minimum if the labels are separable.
  double ridge = 1e-3;
  int max_iterations = 50;
  double tolerance = 1e-8;  ///< stops when the largest weight changes by less, relative
};

/// Logistic regression: P(label = 1 | x) = 1 / (1 + exp(-f(x))), f(x) = b + sum_d w_d (x_d - m_d) /
/// s_d, the log odds, with m and s the features' mean and standard deviation. w and b minimise
///   sum_i c_i log(1 + exp(-y_i f(x_i))) + (l / 2) |w|^2,   y = +-1, c_i = 1 / (2 N_label(i)),
/// so that both labels have the total weight 1/2, however many rows they have (f = 0 is the
/// threshold for balanced accuracy), and l does not depend on N. By Newton's method (iteratively
/// reweighted least squares), with the step halved until the loss falls. A feature that does not
/// vary has weight 0. Source: Hastie, Tibshirani and Friedman, The elements of statistical
/// learning, 2009, sections 4.4.1 and 4.4.4; weights by class: King and Zeng, Logistic regression
/// in rare events data, 2001.
struct Logistic {
  Eigen::VectorXd mean;       ///< m (F)
  Eigen::VectorXd deviation;  ///< s (F), normalised by N - 1; 1 for a feature that does not vary
  Eigen::VectorXd weights;    ///< w (F), of standardised features
  double intercept = 0.0;     ///< b

  /// Of (N, F) features. @throws UsageError when sizes differ, a label is neither 0 nor 1 or one of
  /// them is missing, or a feature is not finite
  [[nodiscard]] static Logistic fit(const Batch& features, const Labels& labels,
                                    const LogisticOptions& options = {});
  /// f(x) of each row: positive where the label is more likely 1. @throws UsageError on another
  /// width
  [[nodiscard]] Eigen::VectorXd log_odds(const Batch& features) const;
  /// w / s (F): the gradient of f in the features' own units.
  [[nodiscard]] Eigen::VectorXd gradient() const;
};

/// (hits among label 1 / their number + hits among label 0 / theirs) / 2, where f > 0 says 1: 0.5
/// at chance, 1 if always right, however rare a label is. f = 0 counts as half a hit. Source:
/// Brodersen et al., The balanced accuracy and its posterior distribution, ICPR 2010.
/// @throws UsageError unless both labels occur
[[nodiscard]] double balanced_accuracy(const Labels& labels, const Eigen::VectorXd& log_odds);

/// A fold for each group, from 0 to folds - 1, such that groups with the label 1 and groups without
/// it are each distributed evenly. Depends on the seed alone. `has` (groups): whether a group has a
/// row of label 1. Fewer groups than folds make fewer folds.
[[nodiscard]] std::vector<int> deal_folds(const std::vector<bool>& has, int folds,
                                          std::uint64_t seed);

/// f of each row by a probe that was fitted on the rows of the other folds (N). `groups` (N)
/// numbered from 0: rows of a group are never separated, since frames of one clip predict one
/// another's labels. If the other folds lack one of the labels, f = 0 for the whole fold.
/// @throws UsageError on sizes that differ
[[nodiscard]] Eigen::VectorXd cross_validated(const Batch& features, const Labels& labels,
                                              const std::vector<int>& groups, int folds,
                                              std::uint64_t seed,
                                              const LogisticOptions& options = {});

/// Null distribution: values that a procedure finds for unrelated labels.
struct Null {
  double mean = 0.0;
  double high = 0.0;  ///< 95th percentile
  /// (1 + number of shuffles that did as well or better) / (1 + number of shuffles): Phipson and
  /// Smyth, Permutation p-values should never be zero, 2010.
  double p = 1.0;
  int shuffles = 0;
};
/// @throws UsageError without values
[[nodiscard]] Null null_of(const std::vector<double>& values, double observed);

/// Shuffled labels that are as correlated in time as the real ones. If the label is constant in
/// every group (a label of clips), labels are permuted among the groups. If it changes within
/// groups (a label of frames), the labels of all rows, groups end to end, are rotated by a random
/// number of rows, so that they still change as slowly.
/// @throws UsageError on sizes that differ
[[nodiscard]] Labels shuffle_groups(const Labels& labels, const std::vector<int>& groups,
                                    std::uint64_t seed);

/// How well a label can be predicted from features of clips that the probe was not fitted to.
struct ProbeResult {
  double accuracy = 0.5;  ///< balanced, over all rows, each by a probe of other groups
  Null null;              ///< the same with shuffle_groups()
};
struct ProbeOptions {
  int folds = 5;
  int shuffles = 200;
  std::uint64_t seed = 1;
  int threads = 0;
  LogisticOptions logistic{};
};
/// @throws UsageError as cross_validated(), or with fewer than two groups
[[nodiscard]] ProbeResult probe(const Batch& features, const Labels& labels,
                                const std::vector<int>& groups, const ProbeOptions& options = {});

}  // namespace poseaae::metrics
