#pragma once

#include <Eigen/Core>

#include "poseaae/live/pose_map.hpp"

namespace poseaae::live {

/// A line drawn on the map, danced at an even pace: 241 places at even distances along it, their
/// latents smoothed by a Gaussian of a hundredth of the length, so that no corner is felt as a
/// jerk. A line whose ends are nearer than a tenth of its length goes round; another goes to and
/// fro, slowing down at its ends.
class DrawnPath {
 public:
  static constexpr int kPoints = 241;

  /// `line` (N, 2), two places or more.
  DrawnPath(const PlacedPoses& map, const Eigen::MatrixX2d& line);

  [[nodiscard]] bool closed() const noexcept { return closed_; }
  [[nodiscard]] const Eigen::MatrixXd& points() const noexcept { return points_; }
  /// Latents (Z) at a time, of a path that takes `seconds` from one end to the other: linear
  /// between points, at the share 0.5 - 0.5 cos(pi t / T) of an open line. Does not allocate.
  void at(double time_s, double seconds, Eigen::VectorXd& z) const;

 private:
  bool closed_ = false;
  Eigen::MatrixXd points_;  ///< (kPoints, Z)
};

/// (count, 2): places at even distances along a line, ends included.
[[nodiscard]] Eigen::MatrixX2d evenly(const Eigen::MatrixX2d& line, int count);

}  // namespace poseaae::live
