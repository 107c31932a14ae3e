#pragma once

#include <Eigen/Core>

#include "poseaae/math/batch.hpp"

namespace poseaae::metrics {

/// Mean (F) and covariance (F, F), normalised by N - 1, of (N, F) samples, in double precision.
struct Moments {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;

  /// @throws UsageError with fewer than two samples, or a number that is not finite
  [[nodiscard]] static Moments of(const Batch& samples);
};

}  // namespace poseaae::metrics
