#pragma once

#include <vector>

#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/motion.hpp"

/// How dancers stand on the floor.
namespace poseaae::latent {

/// The height of the lowest joint or end site of those that hang from joint `body`, itself
/// included.
[[nodiscard]] double lowest_point(const mocap::Skeleton& skeleton, const mocap::WorldPose& pose,
                                  int body = 0);

/// Gaussian average over time (0.04 s): what a root is moved by, so that a change of the supporting
/// foot does not show as a jerk. At the ends, the part of the window that exists; of a loop, the
/// other end.
[[nodiscard]] std::vector<double> calmed(const std::vector<double>& heights, double fps,
                                         bool loops);

}  // namespace poseaae::latent
