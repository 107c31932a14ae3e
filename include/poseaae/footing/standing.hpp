#pragma once

#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::footing {

/// Gaussian average over time (0.04 s): what a root is moved by, so that a change of the supporting
/// foot does not show as a jerk. At the ends, the part of the window that exists; of a loop, the
/// other end.
[[nodiscard]] std::vector<double> calmed(const std::vector<double>& heights, double fps,
                                         bool loops);

/// Moves the root up or down in each frame so that the lowest joint or end site stands at height 0.
/// The shift is smoothed over time (Gaussian, 0.04 s), so that a change of the supporting foot does
/// not show as a jerk; feet dip by millimetres there instead.
/// In a loop, the first frame follows the last.
[[nodiscard]] mocap::Motion plant_on_floor(mocap::Motion motion, bool loops = false);

}  // namespace poseaae::footing
