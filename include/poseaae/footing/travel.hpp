#pragma once

#include <vector>

#include "poseaae/footing/root_path.hpp"
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

/// The way of a motion that follows one already, of the body `way.body`, led by its feet: of each
/// step from a frame to the next, in the dancer's frame, the mean of that of the way and that of
/// travel_by_feet(), with the share (T, of the mean of both frames; 0 to 1) for the feet. It keeps
/// its headings, heights and leans, and begins where it did. @throws UsageError when the numbers of
/// frames differ
[[nodiscard]] RootPath led_by_feet(const mocap::Motion& motion, const RootPath& way,
                                   const std::vector<double>& shares, bool loops = false);

}  // namespace poseaae::footing
