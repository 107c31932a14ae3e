#include "poseaae/latent/density_support.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/summary.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::latent {

DensitySupport::DensitySupport(const codec::LatentStatistics& statistics, double floor)
    : statistics_(statistics), floor_(floor) {
  if (!statistics.flow.empty()) {
    flow_.emplace(statistics.flow);
  } else if (!statistics.mixture.empty()) {
    mixture_.emplace(statistics.mixture);
  }
}

DensitySupport::DensitySupport(const codec::LatentStatistics& statistics, const Batch& known)
    : DensitySupport(statistics, 0.0) {
  const Eigen::VectorXd values = score(known);
  floor_ = metrics::percentile({values.begin(), values.end()}, kFloorPercentile);
}

Eigen::VectorXd DensitySupport::score(const Batch& points) const {
  if (!flow_ && !mixture_) return -distance_from_mean(points, statistics_);
  const auto dim = statistics_.mean.size();
  if (points.cols() != dim) {
    throw UsageError(
        fmt::format("density support: expected {} latents, found {}", dim, points.cols()));
  }
  Eigen::VectorXd values(points.rows());
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    const Eigen::VectorXd z = points.row(i).cast<double>().transpose();
    values[i] = flow_ ? flow_->log_density(z) : mixture_->log_density(z);
  }
  return values;
}

double DensitySupport::share_outside(const Batch& points) const {
  if (points.rows() == 0) return 0.0;
  return (score(points).array() < floor_).cast<double>().mean();
}

std::optional<double> DensitySupport::exit_strength(const Batch& points, const Batch& offsets,
                                                    double max_strength, double max_share) const {
  if (offsets.cols() != points.cols() || (offsets.rows() != 1 && offsets.rows() != points.rows())) {
    throw UsageError(
        fmt::format("density support: expected offsets of {} latents, one or {}, found {} x {}",
                    points.cols(), points.rows(), offsets.rows(), offsets.cols()));
  }
  constexpr int kStepsOfOne = 20;
  for (int step = 0; step <= static_cast<int>(max_strength * kStepsOfOne); ++step) {
    const double strength = static_cast<double>(step) / kStepsOfOne;
    Batch moved = points;
    for (Eigen::Index i = 0; i < moved.rows(); ++i) {
      moved.row(i) += static_cast<float>(strength) * offsets.row(offsets.rows() == 1 ? 0 : i);
    }
    if (share_outside(moved) > max_share) return strength;
  }
  return std::nullopt;
}

}  // namespace poseaae::latent
