#include "poseaae/metrics/prior_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "moments.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/math/normal.hpp"
#include "poseaae/math/symmetric_eigen.hpp"

namespace poseaae::metrics {

namespace {

void require_samples(const Batch& latents, Eigen::Index least) {
  if (latents.rows() >= least && latents.cols() > 0) return;
  throw UsageError(fmt::format("match with the prior: expected {} encodings or more, found {} x {}",
                               least, latents.rows(), latents.cols()));
}

std::vector<float> sorted(std::vector<float> values) {
  std::sort(values.begin(), values.end());
  return values;
}

double ks_distance(const std::vector<float>& ascending) {
  const auto count = static_cast<double>(ascending.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const double expected = math::normal_cdf(ascending[i]);
    const auto below = static_cast<double>(i);
    largest = std::max({largest, expected - below / count, (below + 1.0) / count - expected});
  }
  return largest;
}

/// (L, Z) unit vectors, uniform on the sphere.
Eigen::MatrixXf random_directions(int count, Eigen::Index dim, std::uint64_t seed) {
  Random random(seed);
  Eigen::MatrixXf directions(count, dim);
  for (int i = 0; i < count; ++i) {
    Eigen::VectorXd direction(dim);
    do {
      for (double& value : direction) value = random.normal();
    } while (direction.norm() == 0.0);
    directions.row(i) = direction.normalized().transpose().cast<float>();
  }
  return directions;
}

/// phi(q_{i-1}) - phi(q_i), the integral of Phi^-1 over ((i-1)/N, i/N).
Eigen::VectorXd quantile_integrals(Eigen::Index count) {
  Eigen::VectorXd integrals(count);
  double before = 0.0;
  for (Eigen::Index i = 0; i < count; ++i) {
    const double p = static_cast<double>(i + 1) / static_cast<double>(count);
    const double after = i + 1 == count ? 0.0 : math::normal_density(math::normal_quantile(p));
    integrals[i] = before - after;
    before = after;
  }
  return integrals;
}

/// (N, r): y = S^-1/2 (x - m) in the directions that have a variance.
Eigen::MatrixXd whitened(const Batch& latents) {
  constexpr double kFlat = 1e-9;
  const Moments moments = Moments::of(latents);
  const auto count = static_cast<double>(latents.rows());
  const math::SymmetricEigen eigen(moments.covariance * (count - 1.0) / count);
  const auto& variances = eigen.eigenvalues();  // ascending
  const double least = kFlat * variances[variances.size() - 1];
  const Eigen::Index rank = (variances.array() > least).count();
  const Eigen::MatrixXd map = eigen.eigenvectors().rightCols(rank) *
                              variances.tail(rank).cwiseSqrt().cwiseInverse().asDiagonal();
  return (latents.cast<double>().rowwise() - moments.mean.transpose()) * map;
}

}  // namespace

Eigen::VectorXd ks_distances(const Batch& latents, int threads) {
  require_samples(latents, 1);
  Eigen::VectorXd distances(latents.cols());
  parallel_for(static_cast<std::size_t>(latents.cols()), threads, [&](std::size_t d) {
    const Eigen::VectorXf column = latents.col(static_cast<Eigen::Index>(d));
    distances[static_cast<Eigen::Index>(d)] = ks_distance(sorted({column.begin(), column.end()}));
  });
  return distances;
}

double covariance_error(const Batch& latents) {
  const Eigen::MatrixXd covariance = Moments::of(latents).covariance;
  const Eigen::Index dim = covariance.rows();
  return (covariance - Eigen::MatrixXd::Identity(dim, dim)).norm() /
         std::sqrt(static_cast<double>(dim));
}

double sliced_wasserstein(const Batch& latents, int directions, std::uint64_t seed, int threads) {
  require_samples(latents, 1);
  if (directions < 1) {
    throw UsageError(
        fmt::format("sliced Wasserstein: expected 1 direction or more, found {}", directions));
  }
  const Eigen::MatrixXf axes = random_directions(directions, latents.cols(), seed);
  const Eigen::VectorXd integrals = quantile_integrals(latents.rows());
  Eigen::VectorXd squares(directions);
  parallel_for(static_cast<std::size_t>(directions), threads, [&](std::size_t l) {
    const auto row = static_cast<Eigen::Index>(l);
    const Eigen::VectorXf along = latents * axes.row(row).transpose();
    const std::vector<float> ascending = sorted({along.begin(), along.end()});
    const Eigen::VectorXd x =
        Eigen::Map<const Eigen::VectorXf>(ascending.data(), latents.rows()).cast<double>();
    squares[row] = std::max(
        0.0, x.squaredNorm() / static_cast<double>(x.size()) - 2.0 * x.dot(integrals) + 1.0);
  });
  return std::sqrt(squares.mean());
}

Mardia mardia(const Batch& latents, int threads) {
  require_samples(latents, 2);
  const Eigen::MatrixXd y = whitened(latents);
  const auto count = static_cast<double>(y.rows());
  // sum_ij (y_i . y_j)^3 = sum_abc (sum_i y_ia y_ib y_ic)^2: linear in N, not quadratic.
  Eigen::VectorXd parts(y.cols());
  parallel_for(static_cast<std::size_t>(y.cols()), threads, [&](std::size_t a) {
    const auto column = static_cast<Eigen::Index>(a);
    const Eigen::MatrixXd third =
        y.transpose() * (y.array().colwise() * y.col(column).array()).matrix();
    parts[column] = (third / count).squaredNorm();
  });
  const auto r = static_cast<double>(y.cols());
  return {.rank = static_cast<int>(y.cols()),
          .skewness = parts.sum(),
          .kurtosis = y.rowwise().squaredNorm().squaredNorm() / count,
          .normal_skewness = r * (r + 1.0) * (r + 2.0) / count,
          .normal_kurtosis = r * (r + 2.0) * (count - 1.0) / (count + 1.0)};
}

PriorMatch prior_match(const Batch& latents, int threads) {
  return {.mmd_squared = mmd_squared(latents, threads),
          .ks = ks_distances(latents, threads),
          .mean_norm = Moments::of(latents).mean.norm(),
          .covariance_error = covariance_error(latents),
          .sliced_wasserstein = sliced_wasserstein(latents, 128, 1, threads),
          .mardia = mardia(latents, threads)};
}

}  // namespace poseaae::metrics
