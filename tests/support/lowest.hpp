#pragma once

#include <algorithm>

#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::test {

/// Height of the lowest joint or end site in a frame, metres.
inline double lowest(const mocap::Motion& motion, int frame) {
  const auto pose = mocap::forward_kinematics(motion, frame);
  double height = pose.positions.front().y();
  for (const auto& p : pose.positions) height = std::min(height, p.y());
  for (const auto& p : mocap::end_site_positions(motion.skeleton(), pose)) {
    height = std::min(height, p.y());
  }
  return height;
}

}  // namespace poseaae::test
