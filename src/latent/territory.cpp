#include "poseaae/latent/territory.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/latent/density_support.hpp"
#include "poseaae/latent/summary.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::latent {

namespace {

/// "99 %": how many of the encodings are more common.
std::string others(double commonness) {
  if (commonness <= 0.0) return "all";
  return fmt::format("{:.0f} %", std::floor(100.0 * (1.0 - commonness)));
}

}  // namespace

Eigen::VectorXd commonness(const Batch& points, const codec::FlowMap& flow) {
  Eigen::VectorXd shares(points.rows());
  for (Eigen::Index t = 0; t < points.rows(); ++t) {
    shares[t] = flow.commonness(points.row(t).cast<double>().transpose());
  }
  return shares;
}

std::string describe_commonness(const Eigen::VectorXd& commonness) {
  const double middle = metrics::percentile({commonness.begin(), commonness.end()}, 50.0);
  const double outside =
      (commonness.array() < DensitySupport::kFloorPercentile / 100.0).cast<double>().mean();
  return fmt::format(
      "half of the poses are rarer than {} of those that the model learned from, the rarest than "
      "{} of them; {:.1f} % lie outside, rarer than 99 % of them ({:.0f} % of them do, and more of "
      "recordings that it did not learn from)",
      others(middle), others(commonness.minCoeff()), 100.0 * outside,
      DensitySupport::kFloorPercentile);
}

std::string describe_territory(const Batch& points, const codec::LatentStatistics& statistics,
                               const codec::FlowMap* flow) {
  if (flow != nullptr) return describe_commonness(commonness(points, *flow));
  const Eigen::VectorXd distance = distance_from_mean(points, statistics);
  return fmt::format(
      "distance from the mean of the model's latents, in standard deviations (1 is typical): mean "
      "{:.2f}, largest {:.2f}, at the end {:.2f}",
      distance.mean(), distance.maxCoeff(), distance[distance.size() - 1]);
}

}  // namespace poseaae::latent
