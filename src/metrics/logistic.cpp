#include "poseaae/metrics/logistic.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {

namespace {

struct Counts {
  Eigen::Index has = 0;
  Eigen::Index has_not = 0;
};

Counts count(const Labels& labels) {
  Counts counts;
  for (const int label : labels) {
    if (label != 0 && label != 1) {
      throw UsageError(fmt::format("labels: expected 0 or 1, found {}", label));
    }
    ++(label == 1 ? counts.has : counts.has_not);
  }
  if (counts.has == 0 || counts.has_not == 0) {
    throw UsageError(fmt::format(
        "labels: expected rows with the label as well as rows without it, found {} and {}",
        counts.has, counts.has_not));
  }
  return counts;
}

/// log(1 + exp(-m)) for any m.
double loss_of_margin(double m) {
  return m > 0.0 ? std::log1p(std::exp(-m)) : -m + std::log1p(std::exp(m));
}

/// Standardised features with a last column of ones, signs and weights of rows.
struct Problem {
  Eigen::MatrixXd x;  ///< (N, F + 1)
  Eigen::VectorXd sign;
  Eigen::VectorXd share;
  double ridge;

  [[nodiscard]] double loss(const Eigen::VectorXd& w) const {
    const Eigen::VectorXd margin = sign.cwiseProduct(x * w);
    double sum = 0.5 * ridge * w.head(w.size() - 1).squaredNorm();
    for (Eigen::Index i = 0; i < margin.size(); ++i) sum += share[i] * loss_of_margin(margin[i]);
    return sum;
  }

  /// H^-1 g at w, g the gradient and H the Hessian of the loss.
  [[nodiscard]] Eigen::VectorXd newton_step(const Eigen::VectorXd& w) const {
    const Eigen::VectorXd margin = sign.cwiseProduct(x * w);
    const Eigen::ArrayXd miss = 1.0 / (1.0 + margin.array().exp());  // P(the other label)
    Eigen::VectorXd gradient = -(x.transpose() * (share.array() * sign.array() * miss).matrix());
    const Eigen::VectorXd root = (share.array() * miss * (1.0 - miss)).sqrt();
    const Eigen::MatrixXd scaled = root.asDiagonal() * x;
    Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(w.size(), w.size());
    hessian.selfadjointView<Eigen::Lower>().rankUpdate(scaled.transpose());
    const auto features = w.size() - 1;
    gradient.head(features) += ridge * w.head(features);
    // Not the ridge alone: features that do not vary are columns of zeros.
    constexpr double kSingular = 1e-12;
    hessian.diagonal().head(features).array() += std::max(ridge, kSingular);
    hessian(features, features) += kSingular;
    return hessian.selfadjointView<Eigen::Lower>().ldlt().solve(gradient);
  }
};

Eigen::VectorXd minimise(const Problem& problem, const LogisticOptions& options) {
  Eigen::VectorXd w = Eigen::VectorXd::Zero(problem.x.cols());
  double loss = problem.loss(w);
  for (int i = 0; i < options.max_iterations; ++i) {
    Eigen::VectorXd step = problem.newton_step(w);
    constexpr int kMaxHalvings = 30;
    int halvings = 0;
    double next = problem.loss(w - step);
    while (!(next <= loss) && halvings++ < kMaxHalvings) {
      step *= 0.5;
      next = problem.loss(w - step);
    }
    if (!(next <= loss)) break;  // rounding alone is left
    w -= step;
    loss = next;
    const double largest = std::max(1.0, w.cwiseAbs().maxCoeff());
    if (step.cwiseAbs().maxCoeff() < options.tolerance * largest) break;
  }
  return w;
}

}  // namespace

Logistic Logistic::fit(const Batch& features, const Labels& labels,
                       const LogisticOptions& options) {
  if (static_cast<std::size_t>(features.rows()) != labels.size()) {
    throw UsageError(
        fmt::format("logistic regression: expected one label per row, found {} labels for {} rows",
                    labels.size(), features.rows()));
  }
  if (!features.allFinite()) {
    throw UsageError("logistic regression: expected finite features");
  }
  const Counts counts = count(labels);
  const Eigen::Index rows = features.rows();
  const Eigen::Index width = features.cols();
  Problem problem{Eigen::MatrixXd::Ones(rows, width + 1), Eigen::VectorXd(rows),
                  Eigen::VectorXd(rows), options.ridge};
  problem.x.leftCols(width) = features.cast<double>();
  Logistic fitted;
  fitted.mean = problem.x.leftCols(width).colwise().mean();
  problem.x.leftCols(width).rowwise() -= fitted.mean.transpose();
  fitted.deviation = (problem.x.leftCols(width).colwise().squaredNorm() /
                      std::max<double>(1.0, static_cast<double>(rows - 1)))
                         .cwiseSqrt();
  for (Eigen::Index d = 0; d < width; ++d) {
    // Of a constant, rounding leaves a deviation that is tiny beside the number itself.
    if (fitted.deviation[d] <= 1e-7 * std::abs(fitted.mean[d])) {
      fitted.deviation[d] = 1.0;
      problem.x.col(d).setZero();
    } else {
      problem.x.col(d) /= fitted.deviation[d] > 0.0 ? fitted.deviation[d] : 1.0;
    }
    if (fitted.deviation[d] == 0.0) fitted.deviation[d] = 1.0;
  }
  for (Eigen::Index i = 0; i < rows; ++i) {
    const bool has = labels[static_cast<std::size_t>(i)] == 1;
    problem.sign[i] = has ? 1.0 : -1.0;
    problem.share[i] = 0.5 / static_cast<double>(has ? counts.has : counts.has_not);
  }
  const Eigen::VectorXd w = minimise(problem, options);
  fitted.weights = w.head(width);
  fitted.intercept = w[width];
  return fitted;
}

Eigen::VectorXd Logistic::log_odds(const Batch& features) const {
  if (features.cols() != weights.size()) {
    throw UsageError(
        fmt::format("probe: expected {} features, found {}", weights.size(), features.cols()));
  }
  const Eigen::VectorXd slope = gradient();
  Eigen::VectorXd odds(features.rows());
  const double offset = intercept - slope.dot(mean);
  for (Eigen::Index i = 0; i < features.rows(); ++i) {
    odds[i] = offset + features.row(i).cast<double>().dot(slope.transpose());
  }
  return odds;
}

Eigen::VectorXd Logistic::gradient() const { return weights.cwiseQuotient(deviation); }

double balanced_accuracy(const Labels& labels, const Eigen::VectorXd& log_odds) {
  if (labels.size() != static_cast<std::size_t>(log_odds.size())) {
    throw UsageError(
        fmt::format("balanced accuracy: expected as many labels as values, found {} and {}",
                    labels.size(), log_odds.size()));
  }
  const Counts counts = count(labels);
  double hits[2] = {0.0, 0.0};
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double value = log_odds[static_cast<Eigen::Index>(i)];
    const bool right = (value > 0.0) == (labels[i] == 1);
    hits[labels[i]] += value == 0.0 ? 0.5 : right ? 1.0 : 0.0;
  }
  return 0.5 * (hits[1] / static_cast<double>(counts.has) +
                hits[0] / static_cast<double>(counts.has_not));
}

}  // namespace poseaae::metrics
