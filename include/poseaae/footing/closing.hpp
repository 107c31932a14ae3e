#pragma once

#include <vector>

#include "poseaae/footing/root_path.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::footing {

/// The step from the last frame of one way to the first of another that follows it, as the mean of
/// the last step of one and the first of the other tells it.
[[nodiscard]] Step step_across(const RootPath& from, const RootPath& to);

/// A way of T frames along T + 1 places, the last of which should be the first: x and z of place t
/// become x_t - t / T (x_T - x_0), so what is missed is made up for evenly; headings stay.
/// @throws UsageError when there is another number of places
[[nodiscard]] RootPath closed_evenly(RootPath way, const std::vector<Place>& places);

/// The way of a loop, whose first frame follows its last, led back to where it began while feet
/// that stand stay. `motion` goes along `way`. From frame t to the next, all that follows is turned
/// by d_t about the foot that carries weight (Contacts; about the middle of those that do, or the
/// body where none does):
///   d_t = w_t (c_0 + c_1 cos p_t + c_2 sin p_t),  p_t = 2 pi sum_(i<t) w_i / sum_i w_i,
/// w_t = 1 where one foot stands or none, and 0.2 where two do, averaged over time (calmed()). c_0
/// is such that it faces as it began, c_1 and c_2 such that it stands there
/// (Newton), or 0. Of whole turns more or less (0, 1, -1) and of several starts that of the least
///   0.05 m max |d_t| fps + |missed| / duration
/// among those of at most 2.5 rad/s: the speeds of the ends of feet that turn, and of feet that
/// slide, since what is missed is made up for evenly (closed_evenly()).
/// @throws UsageError when the numbers of frames differ
[[nodiscard]] RootPath led_back(const mocap::Motion& motion, const RootPath& way);

}  // namespace poseaae::footing
