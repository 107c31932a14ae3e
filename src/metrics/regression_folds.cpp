#include "regression_folds.hpp"

#include <algorithm>
#include <limits>

#include "lasso.hpp"

namespace poseaae::metrics {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Sums of codes by class.
struct ClassSums {
  Eigen::MatrixXd codes;  ///< (C, Z)
  Eigen::VectorXd count;  ///< (C)

  ClassSums(Eigen::Index classes, Eigen::Index latents)
      : codes(Eigen::MatrixXd::Zero(classes, latents)), count(Eigen::VectorXd::Zero(classes)) {}
};

std::vector<ClassSums> sums_by_fold(const std::vector<Eigen::MatrixXd>& parts,
                                    const std::vector<std::vector<int>>& rows,
                                    const std::vector<int>& labels, Eigen::Index classes) {
  std::vector<ClassSums> sums(parts.size(), ClassSums(classes, parts.front().cols()));
  for (std::size_t f = 0; f < parts.size(); ++f) {
    for (std::size_t i = 0; i < rows[f].size(); ++i) {
      const int label = labels[static_cast<std::size_t>(rows[f][i])];
      sums[f].codes.row(label) += parts[f].row(static_cast<Eigen::Index>(i));
      sums[f].count[label] += 1.0;
    }
  }
  return sums;
}

/// (C) in how many folds a class is.
Eigen::VectorXi folds_with(const std::vector<ClassSums>& sums) {
  Eigen::VectorXi folds = Eigen::VectorXi::Zero(sums.front().count.size());
  for (const ClassSums& fold : sums) folds += (fold.count.array() > 0.0).cast<int>().matrix();
  return folds;
}

/// (n) the class whose mean lies nearest, `codes` (n, Z) and class means seen through the weights;
/// classes without a pose to learn from are out of the question.
std::vector<int> nearest_classes(const Eigen::MatrixXd& codes, const ClassSums& learned,
                                 const Eigen::MatrixXd& weights) {
  std::vector<int> known;
  for (Eigen::Index c = 0; c < learned.count.size(); ++c) {
    if (learned.count[c] > 0.0) known.push_back(static_cast<int>(c));
  }
  Eigen::MatrixXd means(static_cast<Eigen::Index>(known.size()), codes.cols());
  for (std::size_t c = 0; c < known.size(); ++c) {
    means.row(static_cast<Eigen::Index>(c)) = learned.codes.row(known[c]) / learned.count[known[c]];
  }
  const Eigen::MatrixXd seen = codes * weights;
  const Eigen::MatrixXd centres = means * weights;
  // |s - c|^2 less |s|^2, which is the same for all classes.
  Eigen::MatrixXd distance = -2.0 * seen * centres.transpose();
  distance.rowwise() += centres.rowwise().squaredNorm().transpose();
  std::vector<int> nearest(static_cast<std::size_t>(codes.rows()));
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    Eigen::Index best = 0;
    distance.row(static_cast<Eigen::Index>(i)).minCoeff(&best);
    nearest[i] = known[static_cast<std::size_t>(best)];
  }
  return nearest;
}

}  // namespace

RegressionFolds::RegressionFolds(const Eigen::MatrixXd& codes, const std::vector<int>& fold_of)
    : codes_(&codes) {
  all_ = {static_cast<double>(codes.rows()), codes.colwise().sum(), codes.transpose() * codes};
  for (std::size_t i = 0; i < fold_of.size(); ++i) {
    const auto fold = static_cast<std::size_t>(fold_of[i]);
    if (fold >= rows_.size()) rows_.resize(fold + 1);
    rows_[fold].push_back(static_cast<int>(i));
  }
  for (const auto& rows : rows_) {
    parts_.emplace_back(codes(rows, Eigen::all));
    const Eigen::MatrixXd& part = parts_.back();
    sums_.push_back(
        {static_cast<double>(part.rows()), part.colwise().sum(), part.transpose() * part});
  }
}

Eigen::MatrixXd RegressionFolds::weights(const Eigen::MatrixXd& targets, double penalty) const {
  return lasso(all_.squares / all_.count, codes_->transpose() * targets / all_.count, penalty);
}

RegressionFolds::Fit RegressionFolds::fit_without(std::size_t fold, const Eigen::MatrixXd& targets,
                                                  double penalty) const {
  const double count = all_.count - sums_[fold].count;
  const Eigen::RowVectorXd mean = (all_.codes - sums_[fold].codes) / count;
  const Eigen::MatrixXd held_out = targets(rows_[fold], Eigen::all);
  const Eigen::RowVectorXd target_mean =
      (targets.colwise().sum() - held_out.colwise().sum()) / count;
  const Eigen::MatrixXd gram =
      (all_.squares - sums_[fold].squares) / count - mean.transpose() * mean;
  const Eigen::MatrixXd cross =
      (codes_->transpose() * targets - parts_[fold].transpose() * held_out) / count -
      mean.transpose() * target_mean;
  Fit fit{lasso(gram, cross, penalty), target_mean};
  fit.intercept -= mean * fit.weights;
  return fit;
}

double RegressionFolds::value_score(const Eigen::VectorXd& target, double penalty) const {
  if (rows_.size() < 2) return kUnknown;
  double error = 0.0;
  for (std::size_t f = 0; f < rows_.size(); ++f) {
    const Fit fit = fit_without(f, target, penalty);
    const Eigen::VectorXd fitted = (parts_[f] * fit.weights).array() + fit.intercept[0];
    error += (target(rows_[f]) - fitted).squaredNorm();
  }
  const double total = target.squaredNorm();
  return total > 0.0 ? std::max(0.0, 1.0 - error / total) : 0.0;
}

double RegressionFolds::class_score(const Eigen::MatrixXd& targets, const std::vector<int>& labels,
                                    double penalty) const {
  if (rows_.size() < 2) return kUnknown;
  const auto sums = sums_by_fold(parts_, rows_, labels, targets.cols());
  ClassSums all(targets.cols(), codes_->cols());
  for (const ClassSums& fold : sums) {
    all.codes += fold.codes;
    all.count += fold.count;
  }
  Eigen::VectorXd right = Eigen::VectorXd::Zero(targets.cols());
  for (std::size_t f = 0; f < rows_.size(); ++f) {
    ClassSums learned = all;
    learned.codes -= sums[f].codes;
    learned.count -= sums[f].count;
    const auto told = nearest_classes(parts_[f], learned, fit_without(f, targets, penalty).weights);
    for (std::size_t i = 0; i < told.size(); ++i) {
      const int label = labels[static_cast<std::size_t>(rows_[f][i])];
      if (told[i] == label) right[label] += 1.0;
    }
  }
  const Eigen::ArrayXd counted = (folds_with(sums).array() > 1).cast<double>();
  const double classes = counted.sum();
  if (classes < 2.0) return kUnknown;
  const double accuracy = (counted * right.array() / all.count.array().max(1.0)).sum() / classes;
  return std::max(0.0, (accuracy - 1.0 / classes) / (1.0 - 1.0 / classes));
}

}  // namespace poseaae::metrics
