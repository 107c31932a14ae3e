#pragma once

#include <optional>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/mixture.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent {

/// The part of latent space in which a model has seen poses: {z : f(z) >= floor}, f(z) = log p(z)
/// of the model's flow, of its mixture where it has no flow, or minus distance_from_mean(z) for a
/// model without either. The floor is the
/// 1st percentile of f over known poses, so that one in a hundred of these lies outside. Outside,
/// the decoder extrapolates.
class DensitySupport {
 public:
  static constexpr double kFloorPercentile = 1.0;
  /// More than this share of a path outside is worth a warning: ten times that of known poses.
  static constexpr double kWarningShare = 0.1;

  /// With the floor of `known` (N, Z), encodings of poses that the model has learned.
  /// @throws UsageError without rows or with another width
  DensitySupport(const codec::LatentStatistics& statistics, const Batch& known);
  /// With a floor that was found before.
  DensitySupport(const codec::LatentStatistics& statistics, double floor);

  [[nodiscard]] double floor() const noexcept { return floor_; }
  /// f of each row. @throws UsageError on another width
  [[nodiscard]] Eigen::VectorXd score(const Batch& points) const;
  /// Share of the rows whose f is below the floor, in [0, 1].
  [[nodiscard]] double share_outside(const Batch& points) const;
  /// The smallest strength s in [0, max_strength], in steps of 0.05, at which more than `max_share`
  /// of the points z_t + s v lie outside; empty when there is none. `offsets` is v for all points
  /// (1, Z) or for each (T, Z).
  [[nodiscard]] std::optional<double> exit_strength(const Batch& points, const Batch& offsets,
                                                    double max_strength = 3.0,
                                                    double max_share = kWarningShare) const;

 private:
  codec::LatentStatistics statistics_;
  std::optional<codec::FlowMap> flow_;
  std::optional<LatentMixture> mixture_;  ///< where there is no flow
  double floor_ = 0.0;
};

}  // namespace poseaae::latent
