#pragma once

#include <Eigen/Core>
#include <cmath>
#include <utility>

namespace poseaae::metrics {

/// 4 atan2(|a - b|, |a + b|), the signs chosen so that a and b are near: the angle between two
/// rotations, radians in [0, pi]. |a - b| = 2 sin(t/4) and |a + b| = 2 cos(t/4) for unit
/// quaternions, which keeps its digits at small angles where an arc cosine loses them.
inline float angle_wxyz(const float* a, const float* b) {
  const Eigen::Map<const Eigen::Vector4f> p(a);
  const Eigen::Map<const Eigen::Vector4f> q(b);
  float apart = (p - q).norm();
  float together = (p + q).norm();
  if (apart > together) std::swap(apart, together);
  return 4.0F * std::atan2(apart, together);
}

}  // namespace poseaae::metrics
