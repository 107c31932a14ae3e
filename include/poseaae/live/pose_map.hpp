#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/math/batch.hpp"

namespace poseaae::live {

/// From places on a map of poses to latents: K places (x, y) and the latents (Z) of each. Between
/// them by the modified method of Shepard (Franke and Nielson 1980, "Smooth interpolation of large
/// sets of scattered data"): the mean of the eight nearest with weights ((R - d) / (R d))^2, d the
/// distance and R that of the ninth. A point of the map has its own latents exactly. With fewer
/// than nine points, R is twice the distance of the farthest.
class PlacedPoses {
 public:
  /// @throws UsageError unless there are as many latents as places, and at least one
  PlacedPoses(Eigen::MatrixX2d places, Batch latents);

  [[nodiscard]] int size() const { return static_cast<int>(places_.rows()); }
  [[nodiscard]] const Eigen::MatrixX2d& places() const noexcept { return places_; }
  [[nodiscard]] const Batch& latents() const noexcept { return latents_; }
  /// (Z) at a place.
  [[nodiscard]] Eigen::VectorXd latents_at(const Eigen::Vector2d& place) const;
  /// (Z) of the point of that number; of the last where there are fewer.
  [[nodiscard]] Eigen::VectorXd latents_of(int point) const;
  /// The numbers of `count` points that lie far from one another: each next one is the one whose
  /// nearest chosen one is farthest away (Gonzalez 1985), from the one nearest to the middle on.
  [[nodiscard]] std::vector<int> far_apart(int count) const;

 private:
  Eigen::MatrixX2d places_;
  Batch latents_;
};

}  // namespace poseaae::live
