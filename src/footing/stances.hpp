#pragma once

#include <vector>

#include "gaps.hpp"
#include "leg_track.hpp"
#include "poseaae/footing/planting.hpp"

namespace poseaae::footing {

/// Which points of a sole touch, T each.
struct Touch {
  std::vector<char> heel;
  std::vector<char> toe;  ///< never where the sole is one point

  [[nodiscard]] bool any(int t) const { return heel[t] != 0 || toe[t] != 0; }
  [[nodiscard]] bool both(int t) const { return heel[t] != 0 && toe[t] != 0; }
};

/// Without gaps in which the point hardly moved, and without what is short.
[[nodiscard]] Touch cleaned(Touch touch, const LegTrack& leg, const Timeline& time);

/// The height above the floor, metres, at which a point (T, from the ankle) is while it touches
/// (`on`): the median, at least 0, and 0 for one that never does.
[[nodiscard]] double usual_height(const std::vector<char>& on, const LegTrack& leg,
                                  const std::vector<mocap::Vec3>& point,
                                  const std::vector<double>& floor);

/// Where heel and toe of a standing foot belong.
struct SolePlace {
  mocap::Vec3 heel{0, 0, 0};
  mocap::Vec3 toe{0, 0, 0};
};
/// T; 0 where the foot does not stand. From the first frame in which a point touches to the last,
/// toe and heading are held_still() over the floor, the latter as it is while the foot lies.
/// Heights are the foot's own without trembling, about the height at which it stands.
[[nodiscard]] std::vector<SolePlace> places_of(const LegTrack& leg, const Touch& touch,
                                               const std::vector<double>& floor,
                                               const Timeline& time, const PlantOptions& options);

}  // namespace poseaae::footing
