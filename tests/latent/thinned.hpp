#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/smoothness.hpp"
#include "poseaae/mocap/kinematics.hpp"

/// For what fills frames in again that were thrown away.
namespace poseaae::latent::test {

/// Frames 0, 2, 4, ... at half the rate, without translation tracks.
inline mocap::Motion every_other_frame(const mocap::Motion& motion) {
  const int frames = (motion.frames() + 1) / 2;
  mocap::Motion thin(motion.skeleton(), motion.fps() / 2, frames);
  for (int t = 0; t < frames; ++t) {
    thin.set_root_position(t, motion.root_position(2 * t));
    for (int j = 0; j < motion.joints(); ++j) thin.set_rotation(t, j, motion.rotation(2 * t, j));
  }
  return thin;
}

/// Mean jerk of the joints' world positions, m/s^3.
inline double jerk(const mocap::Motion& motion) {
  const auto positions = mocap::joint_positions(motion);
  const Eigen::Map<const BatchOf<double>> rows(positions.data(), motion.frames(),
                                               3 * motion.joints());
  return metrics::mean_jerk(rows.cast<float>(), motion.fps());
}

}  // namespace poseaae::latent::test
