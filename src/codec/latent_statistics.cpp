#include "poseaae/codec/latent_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

namespace poseaae::codec {

namespace {

/// Of a mixture from which points are drawn: fine enough to stay with the encodings.
constexpr MixtureOptions kFine{.components = 64,
                           .encodings_per_latent = 1.5,
                           .max_encodings = 8000,
                           .max_iterations = 10,
                           .pooled_per_latent = 0.1};

/// Of rows about their mean.
Eigen::MatrixXd covariance_of(const Eigen::MatrixXd& centred) {
  return centred.transpose() * centred / static_cast<double>(centred.rows());
}

/// The symmetric root of a covariance, or its inverse; directions that hardly vary are floored.
Eigen::MatrixXd root_of(const Eigen::MatrixXd& covariance, double power) {
  constexpr double kFloor = 1e-6;
  const math::SymmetricEigen eigen(covariance);
  const double floor = std::max(kFloor * eigen.eigenvalues().maxCoeff(), 1e-300);
  return eigen.with_eigenvalues(eigen.eigenvalues().cwiseMax(floor).array().pow(power).matrix());
}

}  // namespace

LatentStatistics LatentStatistics::of(const Batch& latents) {
  if (latents.rows() < 2) {
    throw UsageError(fmt::format("latent statistics: expected at least two encodings, found {}",
                                 latents.rows()));
  }
  // In pieces: a copy of a million encodings as doubles is worth avoiding.
  constexpr Eigen::Index kPiece = 1024;
  const Eigen::Index rows = latents.rows();
  LatentStatistics statistics{Eigen::VectorXd::Zero(latents.cols()),
                              Eigen::MatrixXd::Zero(latents.cols(), latents.cols()),
                              {}};
  for (Eigen::Index first = 0; first < rows; first += kPiece) {
    const Eigen::MatrixXd piece =
        latents.middleRows(first, std::min(kPiece, rows - first)).cast<double>();
    statistics.mean += piece.colwise().sum();
  }
  statistics.mean /= static_cast<double>(rows);
  for (Eigen::Index first = 0; first < rows; first += kPiece) {
    const Eigen::MatrixXd centred =
        latents.middleRows(first, std::min(kPiece, rows - first)).cast<double>().rowwise() -
        statistics.mean.transpose();
    statistics.covariance.noalias() += centred.transpose() * centred;
  }
  statistics.covariance /= static_cast<double>(rows - 1);
  return statistics;
}

LatentStatistics LatentStatistics::with_mixture(const Batch& latents) {
  LatentStatistics statistics = of(latents);
  statistics.mixture = fit_mixture(latents, kFine).mixture;
  if (latents.rows() >= encodings_wanted(latents.cols())) {
    statistics.flow = fit_flow(fit_mixture(latents).mixture, latents);
  }
  return statistics;
}

LatentStatistics LatentStatistics::of_windows(const Batch& latents, const Followers& followers) {
  LatentStatistics statistics = of(latents);
  statistics.mixture = fit_mixture(latents, kFine).mixture;
  if (followers.rows.size() < 2) return statistics;
  const Eigen::MatrixXd root = root_of(statistics.covariance, 0.5);
  statistics.step = root *
                    step_correlation(latents(followers.next, Eigen::all).cast<double>(),
                                     latents(followers.rows, Eigen::all).cast<double>()) *
                    root;
  return statistics;
}

Eigen::VectorXd LatentStatistics::standard_deviation() const {
  return covariance.diagonal().cwiseSqrt();
}

Eigen::MatrixXd step_correlation(const Eigen::MatrixXd& b, const Eigen::MatrixXd& a) {
  const Eigen::MatrixXd before = a.rowwise() - a.colwise().mean();
  const Eigen::MatrixXd after = b.rowwise() - b.colwise().mean();
  return root_of(covariance_of(after), -0.5) *
         (after.transpose() * before / static_cast<double>(a.rows())) *
         root_of(covariance_of(before), -0.5);
}

}  // namespace poseaae::codec
