#pragma once

#include <string>

#include "poseaae/retarget/retarget.hpp"

namespace poseaae::retarget::test {

/// How close a motion is to the scaled source, and how it moves beside the source.
struct Measures {
  /// From the scaled source alone, the 95 % quantile over all frames: hands, feet, and how far feet
  /// are turned.
  double hand_p95_m = 0.0;
  double foot_p95_m = 0.0;
  double turn_p95_deg = 0.0;
  /// From where hands and feet were to be, with toes that stay and arms that reach so far: the
  /// farthest.
  double missed_m = 0.0;
  double missed_deg = 0.0;
  /// Share of frames and limbs that bend away from where the source's do.
  double wrong_bends = 0.0;
  /// The greatest speed of a wrist, elbow, ankle or knee by that of the source's, times the scale.
  double speed_ratio = 0.0;
  double jerk_ratio = 0.0;   ///< the greatest change of speed from a frame to the next, likewise
  double skating_mps = 0.0;  ///< of the points that touch in the source
  double source_skating_mps = 0.0;
  /// How far the lowest toe goes below the floor, metres; of the source, times the scale.
  double deepest_m = 0.0;
  double source_deepest_m = 0.0;
};
[[nodiscard]] Measures measure(const mocap::Motion& source, const Retargeted& onto);

}  // namespace poseaae::retarget::test
