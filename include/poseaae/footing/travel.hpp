#pragma once

#include "poseaae/mocap/motion.hpp"

namespace poseaae::footing {

struct TravelOptions {
  bool loops = false;  ///< the first frame follows the last
  /// Find how the body turns, too: for poses without a heading. Otherwise they face where they say.
  bool turns = false;
};

/// Sends poses without a root through the room so that the feet that carry weight stay where they
/// stand. In each step from a frame to the next, the sole points that carry weight are those for
/// which
///   heights, common way, accelerations and switches
/// cost least over the whole motion (src/footing/supports.hpp); the body moves, and with `turns`
/// turns, by as much as they would otherwise slip and twist (least squares). What two feet disagree
/// by is spread over 0.02 s. Between contacts the centre of mass keeps its horizontal velocity and
/// the body its turn, and it flies on the parabola of gravity (9.81 m/s^2) from take-off to
/// landing. Elsewhere the lowest point is on the floor, at height 0.
///
/// It begins above the origin. Skeletons without legs stay there, on the floor (plant_on_floor()).
[[nodiscard]] mocap::Motion travel_by_feet(mocap::Motion motion, const TravelOptions& options = {});

}  // namespace poseaae::footing
