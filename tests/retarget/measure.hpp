#pragma once

#include <string>

#include "poseaae/retarget/retarget.hpp"

namespace poseaae::retarget::test {

/// How close a motion is to the scaled source, and how it moves beside the source.
struct Measures {
  double hand_p95_m = 0.0;    ///< from the goals of hands
  double foot_p95_m = 0.0;    ///< likewise of feet
  double turn_p95_deg = 0.0;  ///< from the rotations of all goals
  double largest_m = 0.0;     ///< of both
  double largest_deg = 0.0;
  double wrong_bends =
      0.0;  ///< share of frames and limbs that bend away from where the source's do
  double speed_ratio = 0.0;  ///< the greatest speed of a wrist, ankle or knee by that of the
                             ///< source's, times the scale
  double skating_mps = 0.0;  ///< of the points that touch in the source
  double source_skating_mps = 0.0;
  double jerk_ratio = 0.0;  ///< the greatest change of speed from a frame to the next, likewise
};
[[nodiscard]] Measures measure(const mocap::Motion& source, const Retargeted& onto);

}  // namespace poseaae::retarget::test
