#pragma once

#include <cmath>
#include <numbers>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::test {

/// A leg of a metre with a toe.
inline mocap::Skeleton leg() {
  return {{"hip", "knee", "ankle"},
          {-1, 0, 1},
          {mocap::Vec3(0, 1, 0), mocap::Vec3(0, -0.5, 0), mocap::Vec3(0, -0.4, 0)},
          {{2, mocap::Vec3(0, -0.1, 0.2), "toe"}}};
}

/// A clip of 90 frames at 30 a second that goes its way: from (5, -3) forwards at 1 m/s and to the
/// left at 0.2 m/s, turning once to the left, with a leap of 0.5 m between frames 40 and 60. All
/// joints swing.
inline mocap::Motion traveller(const mocap::Skeleton& skeleton) {
  using mocap::Quat;
  using mocap::Vec3;
  constexpr int kFrames = 90;
  mocap::Motion motion(skeleton, 30.0, kFrames);
  Vec3 position(5.0, 0.0, -3.0);
  for (int t = 0; t < kFrames; ++t) {
    const double heading = 2.0 * std::numbers::pi * t / (kFrames - 1);
    const Quat turn(Eigen::AngleAxisd(heading, Vec3::UnitY()));
    if (t > 0) position += turn * Vec3(0.2, 0.0, 1.0) / motion.fps();
    const double u = (t - 40) / 20.0;
    const double leap = u > 0.0 && u < 1.0 ? 2.0 * u * (1.0 - u) : 0.0;
    motion.set_root_position(t, position + Vec3(0.0, 0.9 + leap, 0.0));
    for (int j = 0; j < motion.joints(); ++j) {
      const Quat swing(Eigen::AngleAxisd(0.5 * std::sin(0.21 * t + j), Vec3::UnitX()));
      motion.set_rotation(t, j, j == 0 ? turn * swing : swing);
    }
  }
  return motion;
}

}  // namespace poseaae::test
