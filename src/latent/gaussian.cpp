#include "poseaae/latent/gaussian.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {

namespace {

void check(const LatentStatistics& statistics) {
  const auto& mean = statistics.mean;
  const auto& covariance = statistics.covariance;
  const auto dim = mean.size();
  if (dim < 1 || covariance.rows() != dim || covariance.cols() != dim) {
    throw ModelError(
        fmt::format("latent statistics: expected {0} x {0} covariances, found {1} x {2}", dim,
                    covariance.rows(), covariance.cols()));
  }
  if (!mean.allFinite() || !covariance.allFinite()) {
    throw ModelError("latent statistics: expected finite numbers; train the model again");
  }
  constexpr double kTolerance = 1e-6;
  const double scale = covariance.cwiseAbs().maxCoeff();
  if ((covariance - covariance.transpose()).cwiseAbs().maxCoeff() > kTolerance * scale) {
    throw ModelError("latent statistics: expected a symmetric covariance");
  }
}

}  // namespace

LatentGaussian::LatentGaussian(const LatentStatistics& statistics) : mean_(statistics.mean) {
  check(statistics);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(statistics.covariance);
  const Eigen::VectorXd& values = eigen.eigenvalues();  // ascending
  constexpr double kRounding = 1e-6;
  if (values.minCoeff() < -kRounding * std::max(values.maxCoeff(), 0.0)) {
    throw ModelError(
        fmt::format("latent statistics: expected a covariance without negative "
                    "eigenvalues, found {:.3g}",
                    values.minCoeff()));
  }
  root_ = eigen.eigenvectors() * values.cwiseMax(0.0).cwiseSqrt().asDiagonal() *
          eigen.eigenvectors().transpose();
}

Eigen::VectorXd LatentGaussian::shape(const Eigen::VectorXd& unit_noise) const {
  return root_ * unit_noise;
}

Eigen::VectorXd LatentGaussian::sample(Random& random) const {
  Eigen::VectorXd noise(dim());
  for (double& value : noise) value = random.normal();
  return mean_ + shape(noise);
}

}  // namespace poseaae::latent
