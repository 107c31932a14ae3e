#pragma once

#include <vector>

/// How dancers stand on the floor.
namespace poseaae::latent {

/// Gaussian average over time (0.04 s): what a root is moved by, so that a change of the supporting
/// foot does not show as a jerk. At the ends, the part of the window that exists; of a loop, the
/// other end.
[[nodiscard]] std::vector<double> calmed(const std::vector<double>& heights, double fps,
                                         bool loops);

}  // namespace poseaae::latent
