#pragma once

#include "poseaae/base/names.hpp"

/// How a movement starts and stops between two keys.
namespace poseaae::latent {

/// Progress e(t) over t in [0, 1], with e(0) = 0, e(1) = 1, e(1 - t) = 1 - e(t), never backwards:
enum class Easing {
  kLinear,  ///< t: constant speed, with a sudden change of velocity at every key
  kCosine,  ///< (1 - cos(pi t)) / 2: half a period of a swing; speed 0 at the ends
  /// 4 t^3, mirrored after the middle (1 - 4 (1 - t)^3): the animator's ease-in-out, 3 times as
  /// fast in the middle as on average
  kCubic,
  /// 10 t^3 - 15 t^4 + 6 t^5: minimum jerk, with speed and acceleration 0 at the ends; the course
  /// of a reaching movement (Flash and Hogan 1985, "The coordination of arm movements")
  kQuintic,
};

/// linear, cosine, cubic, quintic
[[nodiscard]] const Names<Easing>& easing_names();

/// e(t), exactly 0 and 1 at the ends. Beyond [0, 1], it continues from key to key as floor(t) + e(t
/// - floor(t)): exact at whole numbers, monotone, and as continuous as the easing.
[[nodiscard]] double ease(Easing easing, double t);

}  // namespace poseaae::latent
