#include "poseaae/latent/gaussian.hpp"

#include <fmt/format.h>

#include <Eigen/SVD>

#include "poseaae/base/error.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

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
  const auto& step = statistics.step;
  if (step.size() > 0 && (step.rows() != dim || step.cols() != dim || !step.allFinite())) {
    throw ModelError(fmt::format(
        "latent statistics: expected a finite {0} x {0} covariance of steps, found {1} x {2}", dim,
        step.rows(), step.cols()));
  }
  const double scale = covariance.cwiseAbs().maxCoeff();
  if ((covariance - covariance.transpose()).cwiseAbs().maxCoeff() > kTolerance * scale) {
    throw ModelError(
        "latent statistics: expected a symmetric covariance, found one that is not; train the "
        "model again");
  }
}

void check_width(const Batch& points, int dim) {
  if (points.cols() != dim) {
    throw UsageError(fmt::format("latents: expected {} dimensions, found {}", dim, points.cols()));
  }
}

}  // namespace

LatentGaussian::LatentGaussian(const LatentStatistics& statistics)
    : mean_(statistics.mean), mixture_(statistics.mixture) {
  check(statistics);
  const math::SymmetricEigen eigen(statistics.covariance);
  const Eigen::VectorXd& values = eigen.eigenvalues();  // ascending
  constexpr double kRounding = 1e-6;
  if (values.minCoeff() < -kRounding * std::max(values.maxCoeff(), 0.0)) {
    throw ModelError(
        fmt::format("latent statistics: expected a covariance without negative "
                    "eigenvalues, found {:.3g}",
                    values.minCoeff()));
  }
  root_ = eigen.with_eigenvalues(values.cwiseMax(0.0).cwiseSqrt());
  constexpr double kFloor = 1e-6;
  const double floor = values.maxCoeff() > 0.0 ? kFloor * values.maxCoeff() : 1.0;
  const Eigen::VectorXd scales = values.cwiseMax(floor).cwiseSqrt();
  unwhitening_ = eigen.with_eigenvalues(scales);
  whitening_ = eigen.with_eigenvalues(scales.cwiseInverse());
  if (statistics.step.size() == 0) return;
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(whitening_ * statistics.step * whitening_,
                                              Eigen::ComputeThinU | Eigen::ComputeThinV);
  constexpr double kMost = 0.999;
  steps_ =
      svd.matrixU() * svd.singularValues().cwiseMin(kMost).asDiagonal() * svd.matrixV().transpose();
}

codec::Mixture LatentGaussian::mixture() const {
  if (mixture_.empty()) {
    return {Eigen::VectorXd::Ones(1),
            Eigen::MatrixXd::Zero(1, dim()),
            {Eigen::MatrixXd::Identity(dim(), dim())}};
  }
  codec::Mixture white = mixture_;
  white.means = (mixture_.means.rowwise() - mean_.transpose()) * whitening_;
  for (Eigen::MatrixXd& covariance : white.covariances) {
    covariance = (whitening_ * covariance * whitening_).eval();
  }
  return white;
}

Eigen::VectorXd LatentGaussian::shape(const Eigen::VectorXd& unit_noise) const {
  return root_ * unit_noise;
}

Eigen::VectorXd LatentGaussian::sample(Random& random) const {
  Eigen::VectorXd noise(dim());
  for (double& value : noise) value = random.normal();
  return mean_ + shape(noise);
}

Batch LatentGaussian::whiten(const Batch& z) const {
  check_width(z, dim());
  // Both matrices are symmetric, so that rows are multiplied from the right.
  return ((z.cast<double>().rowwise() - mean_.transpose()) * whitening_).cast<float>();
}

Batch LatentGaussian::unwhiten(const Batch& e) const {
  check_width(e, dim());
  return ((e.cast<double>() * unwhitening_).rowwise() + mean_.transpose()).cast<float>();
}

}  // namespace poseaae::latent
