#pragma once

#include <Eigen/Core>
#include <vector>

namespace poseaae::metrics {

/// Lasso regressions on codes (N, Z), of all poses and of all but a fold: what depends on the codes
/// alone is summed once, for any number of targets.
class RegressionFolds {
 public:
  /// `codes` of mean 0 must outlive it. `fold_of` (N) 0, 1, 2, ...; empty: no folds.
  RegressionFolds(const Eigen::MatrixXd& codes, const std::vector<int>& fold_of);

  /// (Z, T) of targets (N, T), fitted to all poses.
  [[nodiscard]] Eigen::MatrixXd weights(const Eigen::MatrixXd& targets, double penalty) const;

  /// R^2 = 1 - sum (y - y')^2 / sum (y - mean y)^2, y' of each pose by the fit without its fold; at
  /// least 0, NaN with fewer than two folds. `target` (N) standardised.
  [[nodiscard]] double value_score(const Eigen::VectorXd& target, double penalty) const;

  /// (a - 1/C) / (1 - 1/C), a the mean over C classes of the share of their poses that are told to
  /// be of it, the class being argmin_c |W'(z - m_c)| with weights W and class means m_c of the
  /// other folds. C counts classes with poses in two folds or more. At least 0; NaN when C < 2.
  /// `targets` (N, classes) standardised indicators of `labels`.
  [[nodiscard]] double class_score(const Eigen::MatrixXd& targets, const std::vector<int>& labels,
                                   double penalty) const;

 private:
  struct Sums {
    double count = 0.0;
    Eigen::RowVectorXd codes;
    Eigen::MatrixXd squares;  ///< (Z, Z)
  };
  struct Fit {
    Eigen::MatrixXd weights;       ///< (Z, T)
    Eigen::RowVectorXd intercept;  ///< (T)
  };
  [[nodiscard]] Fit fit_without(std::size_t fold, const Eigen::MatrixXd& targets,
                                double penalty) const;

  const Eigen::MatrixXd* codes_;
  std::vector<std::vector<int>> rows_;  ///< of each fold
  std::vector<Eigen::MatrixXd> parts_;  ///< (n, Z) their codes
  std::vector<Sums> sums_;
  Sums all_;
};

}  // namespace poseaae::metrics
