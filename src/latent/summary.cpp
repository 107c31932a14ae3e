#include "poseaae/latent/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/math/symmetric_eigen.hpp"
#include "poseaae/metrics/prior_match.hpp"

namespace poseaae::latent {

namespace {

double divergence_from_prior(const codec::LatentStatistics& fit) {
  const Eigen::VectorXd values = math::symmetric_eigenvalues(fit.covariance);
  constexpr double kSingular = 1e-12;
  if (values.minCoeff() <= kSingular) return std::numeric_limits<double>::infinity();
  return 0.5 * (values.sum() + fit.mean.squaredNorm() - static_cast<double>(values.size()) -
                values.array().log().sum());
}

}  // namespace

LatentSummary summarise(const Batch& latents) {
  if (latents.rows() == 0) throw UsageError("expected at least one encoding, found none");
  LatentSummary summary;
  summary.count = static_cast<int>(latents.rows());
  summary.minimum = latents.colwise().minCoeff().transpose().cast<double>();
  summary.maximum = latents.colwise().maxCoeff().transpose().cast<double>();
  summary.distance = metrics::ks_distances(latents);
  if (summary.count == 1) {
    summary.mean = latents.row(0).transpose().cast<double>();
    summary.standard_deviation = Eigen::VectorXd::Zero(latents.cols());
    summary.divergence = std::numeric_limits<double>::infinity();
    return summary;
  }
  const auto fit = codec::LatentStatistics::of(latents);
  summary.mean = fit.mean;
  summary.standard_deviation = fit.standard_deviation();
  summary.divergence = divergence_from_prior(fit);
  return summary;
}

std::string format_summary(const LatentSummary& summary) {
  std::string text;
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{:>7} {:>9} {:>9} {:>9} {:>9} {:>13}\n", "latent", "mean", "std", "min",
                 "max", "off N(0,1)");
  for (Eigen::Index d = 0; d < summary.mean.size(); ++d) {
    fmt::format_to(out, "{:>7} {:>9.4f} {:>9.4f} {:>9.4f} {:>9.4f} {:>13.4f}\n", d, summary.mean[d],
                   summary.standard_deviation[d], summary.minimum[d], summary.maximum[d],
                   summary.distance[d]);
  }
  fmt::format_to(out,
                 "{} encoding{}; the prior N(0, 1) has mean 0, std 1 and off 0 (Kolmogorov-Smirnov "
                 "distance, at most 1); divergence from it {}\n",
                 summary.count, summary.count == 1 ? "" : "s",
                 std::isfinite(summary.divergence)
                     ? fmt::format("{:.3f} nats", summary.divergence)
                     : fmt::format("not known, since the encodings do not spread in all {} latents",
                                   summary.mean.size()));
  return text;
}

Eigen::VectorXd distance_from_mean(const Batch& latents,
                                   const codec::LatentStatistics& statistics) {
  if (latents.cols() != statistics.mean.size()) {
    throw UsageError(fmt::format("expected points with {} latents, found {}",
                                 statistics.mean.size(), latents.cols()));
  }
  const Eigen::VectorXd deviation = statistics.standard_deviation();
  constexpr double kUnused = 1e-9;
  Eigen::VectorXd squares = Eigen::VectorXd::Zero(latents.rows());
  int used = 0;
  for (Eigen::Index d = 0; d < latents.cols(); ++d) {
    if (deviation[d] < kUnused) continue;
    const Eigen::ArrayXd off = latents.col(d).cast<double>().array() - statistics.mean[d];
    squares.array() += (off / deviation[d]).square();
    ++used;
  }
  return (squares / std::max(used, 1)).cwiseSqrt();
}

}  // namespace poseaae::latent
