#include <algorithm>
#include <cmath>
#include <limits>

#include "labelled_tables.hpp"
#include "regression_folds.hpp"

namespace poseaae::metrics {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Entropy of shares to the base of their number; `values` not negative, with a sum above 0.
double relative_entropy(const Eigen::VectorXd& values) {
  double nats = 0.0;
  for (const double value : values / values.sum()) {
    if (value > 0.0) nats -= value * std::log(value);
  }
  return nats / std::log(static_cast<double>(values.size()));
}

/// (N, 1) the standardised values, or (N, C) the standardised indicator of each class.
Eigen::MatrixXd targets_of(const FactorTable& factor) {
  if (!factor.categorical) return standardised(factor.values);
  const auto rows = static_cast<Eigen::Index>(factor.labels.size());
  Eigen::MatrixXd targets = Eigen::MatrixXd::Zero(rows, factor.classes);
  for (Eigen::Index i = 0; i < rows; ++i) {
    targets(i, factor.labels[static_cast<std::size_t>(i)]) = 1.0;
  }
  for (Eigen::Index c = 0; c < targets.cols(); ++c) {
    targets.col(c) = standardised(targets.col(c));
  }
  return targets;
}

}  // namespace

Dci dci(const CodeTable& codes, const FactorTables& factors, const std::vector<int>& fold_of,
        double penalty) {
  const auto count = static_cast<Eigen::Index>(factors.size());
  Dci found{Eigen::MatrixXd(codes.latents(), count), Eigen::VectorXd::Constant(count, kUnknown)};
  const RegressionFolds folds(codes.standardised, fold_of);
  for (Eigen::Index k = 0; k < count; ++k) {
    const FactorTable& factor = factors[static_cast<std::size_t>(k)];
    const Eigen::MatrixXd targets = targets_of(factor);
    found.importance.col(k) = folds.weights(targets, penalty).cwiseAbs().rowwise().mean();
    found.informativeness[k] = factor.categorical
                                   ? folds.class_score(targets, factor.labels, penalty)
                                   : folds.value_score(targets, penalty);
  }
  return found;
}

Dci dci(const LabelledCodes& labelled, double penalty, int folds) {
  labelled.validate();
  const int bins = DisentanglementOptions{}.bins;
  return dci(CodeTable(labelled.codes, bins), tables_of(labelled.factors, bins),
             folds_of(labelled.clips, folds), penalty);
}

double Dci::disentanglement() const {
  if (importance.cols() < 2) return kUnknown;
  const double all = importance.sum();
  if (all <= 0.0) return 0.0;
  double score = 0.0;
  for (const auto latent : importance.rowwise()) {
    const double share = latent.sum() / all;
    if (share > 0.0) score += share * (1.0 - relative_entropy(latent.transpose()));
  }
  return std::min(score, 1.0);  // the shares add up to 1 but for rounding
}

double Dci::completeness() const {
  double sum = 0.0;
  for (const auto factor : importance.colwise()) {
    if (factor.sum() > 0.0) sum += 1.0 - relative_entropy(factor);
  }
  return sum / static_cast<double>(importance.cols());
}

}  // namespace poseaae::metrics
