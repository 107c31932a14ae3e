#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/codec/mixture.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

namespace poseaae::codec {

namespace {

/// |x_n - c|^2 of every row.
Eigen::VectorXd squared_distances(const Eigen::MatrixXd& points, const Eigen::RowVectorXd& centre) {
  return (points.rowwise() - centre).rowwise().squaredNorm();
}

/// k-means++: each centre a point sampled with probability proportional to its squared distance
/// from the centres before it.
Eigen::MatrixXd spread_centres(const Eigen::MatrixXd& points, int count, Random& random) {
  Eigen::MatrixXd centres(count, points.cols());
  centres.row(0) = points.row(
      static_cast<Eigen::Index>(random.below(static_cast<std::uint64_t>(points.rows()))));
  Eigen::VectorXd nearest = squared_distances(points, centres.row(0));
  for (int k = 1; k < count; ++k) {
    double left = random.uniform() * nearest.sum();
    Eigen::Index chosen = 0;
    while (chosen + 1 < points.rows() && left >= nearest[chosen]) left -= nearest[chosen++];
    centres.row(k) = points.row(chosen);
    nearest = nearest.cwiseMin(squared_distances(points, centres.row(k)));
  }
  return centres;
}

/// A few rounds of k-means: 1 where point n belongs to centre k, 0 elsewhere, (N, K).
Eigen::MatrixXd memberships(const Eigen::MatrixXd& points, Eigen::MatrixXd centres) {
  constexpr int kRounds = 5;
  Eigen::MatrixXd members;
  for (int round = 0; round < kRounds; ++round) {
    // |x - c|^2 without |x|^2, which is the same for all centres.
    const Eigen::MatrixXd distances = (-2.0 * points * centres.transpose()).rowwise() +
                                      centres.rowwise().squaredNorm().transpose();
    members.setZero(points.rows(), centres.rows());
    for (Eigen::Index n = 0; n < points.rows(); ++n) {
      Eigen::Index nearest = 0;
      distances.row(n).minCoeff(&nearest);
      members(n, nearest) = 1.0;
    }
    const Eigen::VectorXd counts = members.colwise().sum();
    const Eigen::MatrixXd sums = members.transpose() * points;
    for (Eigen::Index k = 0; k < centres.rows(); ++k) {
      if (counts[k] > 0.0) centres.row(k) = sums.row(k) / counts[k];
    }
  }
  return members;
}

/// The matrix with eigenvalues below `floor` raised to it.
Eigen::MatrixXd floored(const Eigen::MatrixXd& covariance, double floor) {
  const math::SymmetricEigen eigen(covariance);
  if (eigen.eigenvalues()[0] >= floor) return covariance;
  const Eigen::MatrixXd raised = eigen.with_eigenvalues(eigen.eigenvalues().cwiseMax(floor));
  return 0.5 * (raised + raised.transpose());
}

/// What is known of covariances before any encoding.
struct CovariancePrior {
  double floor;            ///< of eigenvalues
  double weight;           ///< encodings that `pooled` counts as
  Eigen::MatrixXd pooled;  ///< the covariance of all; not used without weight
};

/// The component of largest likelihood for points with these responsibilities (N), its covariance
/// averaged with the pooled one.
void fit_component(const Eigen::MatrixXd& points, const Eigen::VectorXd& responsibilities, int k,
                   const CovariancePrior& prior, Mixture& mixture) {
  constexpr double kNothing = 1e-10;
  const double total = responsibilities.sum();
  mixture.weights[k] = total / static_cast<double>(points.rows());
  if (total < kNothing) return;  // a component that has died stays where it was, with no weight
  const Eigen::RowVectorXd mean = (responsibilities.transpose() * points) / total;
  const Eigen::MatrixXd part =
      ((points.rowwise() - mean).array().colwise() * responsibilities.array().sqrt()).matrix();
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(points.cols(), points.cols());
  covariance.selfadjointView<Eigen::Lower>().rankUpdate(part.transpose(), 1.0 / total);
  covariance = Eigen::MatrixXd(covariance.selfadjointView<Eigen::Lower>());
  if (prior.weight > 0.0) {
    covariance = (total * covariance + prior.weight * prior.pooled) / (total + prior.weight);
  }
  mixture.means.row(k) = mean;
  mixture.covariances[static_cast<std::size_t>(k)] = floored(covariance, prior.floor);
}

int component_count(const Eigen::MatrixXd& points, const MixtureOptions& options) {
  const double each = options.encodings_per_latent * static_cast<double>(points.cols() + 1);
  return std::clamp(static_cast<int>(static_cast<double>(points.rows()) / each), 1,
                    std::max(1, options.components));
}

}  // namespace

MixtureFit fit_mixture(const Batch& latents, const MixtureOptions& options) {
  if (latents.rows() < 2 || !latents.allFinite()) {
    throw UsageError(fmt::format("latent mixture: expected at least two finite encodings, found {}",
                                 latents.rows()));
  }
  const auto rows = spread_over(latents.rows(), std::max(2, options.max_encodings));
  const Eigen::MatrixXd points = latents(rows, Eigen::all).cast<double>();
  const double variance = (points.rowwise() - points.colwise().mean()).squaredNorm() /
                          static_cast<double>(points.size());
  constexpr double kSmallest = 1e-12;  // encodings that are all the same
  CovariancePrior prior{std::max(options.floor * variance, kSmallest),
                        options.pooled_per_latent * static_cast<double>(points.cols()),
                        {}};
  if (prior.weight > 0.0) {
    const Eigen::MatrixXd centred = points.rowwise() - points.colwise().mean();
    prior.pooled = centred.transpose() * centred / static_cast<double>(points.rows());
  }
  const int count = component_count(points, options);
  Random random(options.seed);
  Eigen::MatrixXd responsibilities = memberships(points, spread_centres(points, count, random));

  MixtureFit fit;
  Mixture& mixture = fit.mixture;
  mixture.weights.setZero(count);
  mixture.means = points.colwise().mean().replicate(count, 1);
  mixture.covariances.assign(
      static_cast<std::size_t>(count),
      variance * Eigen::MatrixXd::Identity(points.cols(), points.cols()) +
          prior.floor * Eigen::MatrixXd::Identity(points.cols(), points.cols()));
  for (int iteration = 0; iteration <= options.max_iterations; ++iteration) {
    for (int k = 0; k < count; ++k) {
      fit_component(points, responsibilities.col(k), k, prior, mixture);
    }
    mixture.weights /= mixture.weights.sum();
    const Eigen::MatrixXd joint = MixtureDensity(mixture).joint_log_densities(points);
    const Eigen::VectorXd evidence = log_sum_exp(joint);
    fit.log_likelihoods.push_back(evidence.mean());
    const auto& gains = fit.log_likelihoods;
    if (gains.size() > 1 && gains.back() - gains[gains.size() - 2] < options.tolerance) break;
    responsibilities = (joint.colwise() - evidence).array().exp().matrix();
  }
  return fit;
}

}  // namespace poseaae::codec
