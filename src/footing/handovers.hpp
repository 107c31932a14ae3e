#pragma once

#include <vector>

#include "stances.hpp"

namespace poseaae::footing {

/// What one leg does: where it is, and which points of its sole touch.
struct LegTouch {
  const LegTrack* leg;
  Touch* touch;
};

/// Somebody who does not fly stands on something. Where no foot touches for up to 0.5 s, the foot
/// that stood before goes on standing, and the next one stands sooner, as far as their points are
/// low (4 cm above where they stand) and slow (0.6 m/s); weight passes from one to the other where
/// both slide least.
void hand_over(const std::vector<LegTouch>& legs, const std::vector<double>& floor,
               const Timeline& time);

}  // namespace poseaae::footing
