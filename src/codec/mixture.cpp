#include "poseaae/codec/mixture.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::codec {

namespace {

void check(const Mixture& mixture) {
  const auto require = [](bool holds, const char* expected) {
    if (!holds) throw ModelError(fmt::format("latent mixture: expected {}", expected));
  };
  const Eigen::Index dim = mixture.means.cols();
  const Eigen::Index count = mixture.weights.size();
  require(count > 0 && dim > 0 && mixture.means.rows() == count &&
              mixture.covariances.size() == static_cast<std::size_t>(count),
          "as many means and covariances as weights");
  require(mixture.weights.allFinite() && mixture.weights.minCoeff() >= 0.0 &&
              std::abs(mixture.weights.sum() - 1.0) < 1e-6,
          "weights that sum to 1");
  require(mixture.means.allFinite(), "finite means");
  for (const Eigen::MatrixXd& covariance : mixture.covariances) {
    require(covariance.rows() == dim && covariance.cols() == dim && covariance.allFinite(),
            "finite covariances with as many dimensions as the means");
    const double scale = covariance.cwiseAbs().maxCoeff();
    require((covariance - covariance.transpose()).cwiseAbs().maxCoeff() <= 1e-6 * scale,
            "symmetric covariances");
  }
}

}  // namespace

MixtureDensity::MixtureDensity(const Mixture& mixture)
    : weights_(mixture.weights), means_(mixture.means), log_scale_(mixture.weights.size()) {
  check(mixture);
  for (int k = 0; k < mixture.components(); ++k) {
    const Eigen::LLT<Eigen::MatrixXd> factor(mixture.covariances[k]);
    if (factor.info() != Eigen::Success) {
      throw ModelError("latent mixture: expected positive definite covariances");
    }
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(dim(), dim());
    roots_.emplace_back(factor.matrixL());
    whitening_.emplace_back(factor.matrixL().solve(identity));
    const double log_determinant = 2.0 * roots_.back().diagonal().array().log().sum();
    log_scale_[k] =
        std::log(weights_[k]) - 0.5 * (dim() * std::log(2.0 * std::numbers::pi) + log_determinant);
  }
}

Eigen::MatrixXd MixtureDensity::joint_log_densities(const Eigen::MatrixXd& points) const {
  Eigen::MatrixXd joint(points.rows(), weights_.size());
  Eigen::MatrixXd white(points.rows(), points.cols());
  for (Eigen::Index k = 0; k < weights_.size(); ++k) {
    const Eigen::MatrixXd& whitening = whitening_[static_cast<std::size_t>(k)];
    const Eigen::RowVectorXd centre = (whitening * means_.row(k).transpose()).transpose();
    white.noalias() = points * whitening.transpose();
    white.rowwise() -= centre;
    joint.col(k) = (log_scale_[k] - 0.5 * white.rowwise().squaredNorm().array()).matrix();
  }
  return joint;
}

double MixtureDensity::log_density(const Eigen::VectorXd& z) const {
  if (z.size() != means_.cols()) {
    throw UsageError(fmt::format("latent mixture: expected a point of {} coordinates, found {}",
                                 means_.cols(), z.size()));
  }
  return log_sum_exp(joint_log_densities(z.transpose()))[0];
}

Eigen::VectorXd MixtureDensity::shape(int component, const Eigen::VectorXd& unit_noise) const {
  return means_.row(component).transpose() +
         roots_[static_cast<std::size_t>(component)] * unit_noise;
}

Eigen::VectorXd log_sum_exp(const Eigen::MatrixXd& values) {
  const Eigen::VectorXd largest = values.rowwise().maxCoeff();
  return largest.array() + (values.colwise() - largest).array().exp().rowwise().sum().log();
}

}  // namespace poseaae::codec
