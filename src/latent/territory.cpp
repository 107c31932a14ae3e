#include "poseaae/latent/territory.hpp"

#include <fmt/format.h>

#include "poseaae/core/error.hpp"
#include "poseaae/latent/summary.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::latent {

Territory::Territory(const model::LatentStatistics& statistics, double floor)
    : statistics_(statistics), floor_(floor) {
  if (!statistics.mixture.empty()) mixture_.emplace(statistics.mixture);
}

Territory::Territory(const model::LatentStatistics& statistics, const Batch& known)
    : Territory(statistics, 0.0) {
  const Eigen::VectorXd values = familiarity(known);
  floor_ = metrics::percentile({values.begin(), values.end()}, kFloorPercentile);
}

Eigen::VectorXd Territory::familiarity(const Batch& points) const {
  if (!mixture_) return -distance_from_mean(points, statistics_);
  if (points.cols() != mixture_->dim()) {
    throw UsageError(
        fmt::format("territory: expected {} latents, found {}", mixture_->dim(), points.cols()));
  }
  Eigen::VectorXd values(points.rows());
  for (Eigen::Index i = 0; i < points.rows(); ++i) {
    values[i] = mixture_->log_density(points.row(i).cast<double>().transpose());
  }
  return values;
}

double Territory::share_beyond(const Batch& points) const {
  if (points.rows() == 0) return 0.0;
  return (familiarity(points).array() < floor_).cast<double>().mean();
}

std::optional<double> Territory::begins(const Batch& points, const Batch& offsets, double most,
                                        double much) const {
  if (offsets.cols() != points.cols() || (offsets.rows() != 1 && offsets.rows() != points.rows())) {
    throw UsageError(
        fmt::format("territory: expected offsets of {} latents, one or {}, found {} x {}",
                    points.cols(), points.rows(), offsets.rows(), offsets.cols()));
  }
  constexpr int kStepsOfOne = 20;
  for (int step = 0; step <= static_cast<int>(most * kStepsOfOne); ++step) {
    const double strength = static_cast<double>(step) / kStepsOfOne;
    Batch moved = points;
    for (Eigen::Index i = 0; i < moved.rows(); ++i) {
      moved.row(i) += static_cast<float>(strength) * offsets.row(offsets.rows() == 1 ? 0 : i);
    }
    if (share_beyond(moved) > much) return strength;
  }
  return std::nullopt;
}

}  // namespace poseaae::latent
