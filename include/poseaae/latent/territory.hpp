#pragma once

#include <optional>

#include "poseaae/latent/mixture.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/model/pose_autoencoder.hpp"

namespace poseaae::latent {

/// Where a model's training poses are, and where its decoder only guesses.
///
/// f(z) = log p(z) of the model's mixture, or minus distance_from_mean(z) for a model without one;
/// a point is beyond when f(z) lies below the floor, the 1st percentile of f over known poses: of
/// these, one in a hundred is beyond.
class Territory {
 public:
  static constexpr double kFloorPercentile = 1.0;
  /// More than this share of a path beyond is worth a warning: ten times that of known poses.
  static constexpr double kMuch = 0.1;

  /// With the floor of `known` (N, Z), encodings of poses that the model has learned.
  /// @throws UsageError without rows or with another width
  Territory(const model::LatentStatistics& statistics, const Batch& known);
  /// With a floor that was found before.
  Territory(const model::LatentStatistics& statistics, double floor);

  [[nodiscard]] double floor() const noexcept { return floor_; }
  /// f of each row. @throws UsageError on another width
  [[nodiscard]] Eigen::VectorXd familiarity(const Batch& points) const;
  /// Share of the rows whose f is below the floor, in [0, 1].
  [[nodiscard]] double share_beyond(const Batch& points) const;
  /// The smallest strength s in (0, most], in steps of 0.05, from which on more than `much` of the
  /// points z_t + s v lie beyond; empty when none does. `offsets` is v for all (1, Z) or for each
  /// point (T, Z). Points that are much beyond already give 0.
  [[nodiscard]] std::optional<double> begins(const Batch& points, const Batch& offsets,
                                             double most = 3.0, double much = kMuch) const;

 private:
  model::LatentStatistics statistics_;
  std::optional<LatentMixture> mixture_;
  double floor_ = 0.0;
};

}  // namespace poseaae::latent
