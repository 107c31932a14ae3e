#include "poseaae/codec/latent_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/math/normal.hpp"

namespace poseaae::codec {

namespace {

/// Linear between the ordered values; share from 0 to 1.
double quantile(const std::vector<double>& ascending, double share) {
  const double at = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto above = std::min(below + 1, ascending.size() - 1);
  return std::lerp(ascending[below], ascending[above], at - static_cast<double>(below));
}

double log_normal_density(const Eigen::VectorXd& e) {
  return -0.5 *
         (e.squaredNorm() + static_cast<double>(e.size()) * std::log(2.0 * std::numbers::pi));
}

/// Where the quantiles of each column of normal coordinates (N, Z) lie.
Eigen::MatrixXd quantiles_of(const Eigen::MatrixXd& points, int count) {
  const std::vector<double> values = quantile_values(count);
  Eigen::MatrixXd quantiles(count, points.cols());
  for (Eigen::Index i = 0; i < points.cols(); ++i) {
    std::vector<double> column(points.col(i).begin(), points.col(i).end());
    std::ranges::sort(column);
    constexpr double kApart = 1e-6;  // where encodings are the same
    for (int q = 0; q < count; ++q) {
      const double here = quantile(column, math::normal_cdf(values[static_cast<std::size_t>(q)]));
      quantiles(q, i) = q == 0 ? here : std::max(here, quantiles(q - 1, i) + kApart);
    }
  }
  return quantiles;
}

}  // namespace

Mixture softened(const Mixture& mixture, double softness) {
  const Eigen::RowVectorXd mean = mixture.weights.transpose() * mixture.means;
  Eigen::MatrixXd whole = Eigen::MatrixXd::Zero(mean.size(), mean.size());
  for (int k = 0; k < mixture.components(); ++k) {
    const Eigen::RowVectorXd apart = mixture.means.row(k) - mean;
    whole += mixture.weights[k] *
             (mixture.covariances[static_cast<std::size_t>(k)] + apart.transpose() * apart);
  }
  const double h2 = softness * softness;
  Mixture soft = mixture;
  soft.means = ((mixture.means.rowwise() - mean) / std::sqrt(1.0 + h2)).rowwise() + mean;
  for (Eigen::MatrixXd& covariance : soft.covariances) {
    covariance = (covariance + h2 * whole) / (1.0 + h2);
  }
  return soft;
}

std::vector<double> quantile_values(Eigen::Index count) {
  constexpr double kLast = 2.7;  // beyond it is one encoding in 140
  std::vector<double> values;
  for (Eigen::Index q = 0; q < count; ++q) {
    values.push_back(kLast * (2.0 * static_cast<double>(q) / static_cast<double>(count - 1) - 1.0));
  }
  return values;
}

FlowMap::FlowMap(const LatentFlow& flow)
    : triangular_(flow.mixture), log_densities_(flow.log_densities) {
  const auto require = [](bool holds, const char* expected) {
    if (!holds) throw ModelError(fmt::format("latent flow: expected {}", expected));
  };
  require(log_densities_.size() >= 2 && log_densities_.allFinite() &&
              std::ranges::is_sorted(log_densities_),
          "ascending log densities");
  const Eigen::MatrixXd& quantiles = flow.quantiles;
  require(quantiles.rows() == 0 || (quantiles.rows() >= 2 && quantiles.cols() == dim()),
          "quantiles of every latent");
  marginals_.resize(static_cast<std::size_t>(dim()));
  for (Eigen::Index i = 0; quantiles.rows() > 0 && i < quantiles.cols(); ++i) {
    const auto column = quantiles.col(i);
    require(column.allFinite() &&
                std::ranges::adjacent_find(column, std::greater_equal<>()) == column.end(),
            "ascending quantiles");
    marginals_[static_cast<std::size_t>(i)] =
        MonotoneSpline({column.begin(), column.end()}, quantile_values(column.size()));
  }
}

void FlowMap::require(Eigen::Index latents) const {
  if (latents == dim()) return;
  throw UsageError(fmt::format("latent flow: expected {} latents, found {}", dim(), latents));
}

Eigen::VectorXd FlowMap::to_normal(const Eigen::VectorXd& z) const {
  require(z.size());
  Eigen::VectorXd e = triangular_.to_normal(z).normal;
  for (Eigen::Index i = 0; i < e.size(); ++i) e[i] = marginals_[static_cast<std::size_t>(i)](e[i]);
  return e;
}

Eigen::VectorXd FlowMap::from_normal(const Eigen::VectorXd& e) const {
  require(e.size());
  Eigen::VectorXd u(e.size());
  for (Eigen::Index i = 0; i < e.size(); ++i) {
    u[i] = marginals_[static_cast<std::size_t>(i)].inverse(e[i]);
  }
  return triangular_.from_normal(u);
}

Batch FlowMap::to_normal(const Batch& z) const {
  Batch e(z.rows(), z.cols());
  for (Eigen::Index n = 0; n < z.rows(); ++n) {
    e.row(n) =
        to_normal(Eigen::VectorXd(z.row(n).cast<double>().transpose())).transpose().cast<float>();
  }
  return e;
}

Batch FlowMap::from_normal(const Batch& e) const {
  Batch z(e.rows(), e.cols());
  for (Eigen::Index n = 0; n < e.rows(); ++n) {
    z.row(n) =
        from_normal(Eigen::VectorXd(e.row(n).cast<double>().transpose())).transpose().cast<float>();
  }
  return z;
}

Eigen::VectorXd FlowMap::by_normal(const Eigen::VectorXd& z, const Eigen::VectorXd& g) const {
  require(z.size());
  const Eigen::VectorXd u = triangular_.to_normal(z).normal;
  Eigen::VectorXd by_e = triangular_.slopes(z).transpose().triangularView<Eigen::Upper>().solve(g);
  for (Eigen::Index i = 0; i < by_e.size(); ++i) {
    by_e[i] /= marginals_[static_cast<std::size_t>(i)].slope(u[i]);
  }
  return by_e;
}

double FlowMap::log_density(const Eigen::VectorXd& z) const {
  require(z.size());
  auto [e, log_density] = triangular_.to_normal(z);
  for (Eigen::Index i = 0; i < e.size(); ++i) {
    const MonotoneSpline& marginal = marginals_[static_cast<std::size_t>(i)];
    log_density += std::log(marginal.slope(e[i]));
    e[i] = marginal(e[i]);
  }
  return log_density + log_normal_density(e);
}

double FlowMap::commonness(const Eigen::VectorXd& z) const {
  const double density = log_density(z);
  const auto last = log_densities_.size() - 1;
  if (density <= log_densities_[0]) return 0.0;
  if (density >= log_densities_[last]) return 1.0;
  const auto above = std::ranges::upper_bound(log_densities_, density) - log_densities_.begin();
  const double low = log_densities_[above - 1];
  const double part = (density - low) / (log_densities_[above] - low);
  return (static_cast<double>(above - 1) + part) / static_cast<double>(last);
}

LatentFlow fit_flow(const Mixture& mixture, const Batch& latents, const FlowOptions& options) {
  if (latents.rows() < 2) {
    throw UsageError(
        fmt::format("latent flow: expected at least two encodings, found {}", latents.rows()));
  }
  const auto rows = spread_over(latents.rows(), std::max(2, options.max_encodings));
  const Eigen::MatrixXd points = latents(rows, Eigen::all).cast<double>();
  LatentFlow flow{softened(mixture, options.softness), {}, Eigen::VectorXd::LinSpaced(2, 0.0, 1.0)};
  const bool enough =
      points.rows() >= Eigen::Index{options.quantiles} * options.encodings_per_quantile;
  if (enough) {
    const TriangularMap triangular(flow.mixture);
    Eigen::MatrixXd normal(points.rows(), points.cols());
    for (Eigen::Index n = 0; n < points.rows(); ++n) {
      normal.row(n) = triangular.to_normal(points.row(n).transpose()).normal.transpose();
    }
    flow.quantiles = quantiles_of(normal, options.quantiles);
  }
  const FlowMap map(flow);
  std::vector<double> densities;
  for (const auto& point : points.rowwise())
    densities.push_back(map.log_density(point.transpose()));
  std::ranges::sort(densities);
  constexpr int kPercent = 100;
  flow.log_densities.resize(kPercent + 1);
  for (int p = 0; p <= kPercent; ++p) {
    flow.log_densities[p] = quantile(densities, static_cast<double>(p) / kPercent);
  }
  return flow;
}

}  // namespace poseaae::codec
