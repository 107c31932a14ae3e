#pragma once

#include <vector>

#include "holds.hpp"

namespace poseaae::footing {

/// By how much a foot is to be lifted (T), metres, so that it steps and does not drag, while
/// another stands (`supported`). Of a swing, the frames from one contact to the next, with s the
/// way of the sole over the floor, S at the end, and h >= 0 its height above where it stands, in
/// the middle between heel and toe, the height becomes
///   (h^3 + w^3)^(1/3),  w(s) = step_m min(1, S / 0.1 m) (1 - (2 s / S - 1)^6) r(a) r(b);
/// what is higher than w anyway hardly changes. r(t) = 3 t^2 - 2 t^3, at most 1, of the times a
/// from the contact before and b to the one after in units of ramp_s and a frame: however fast the
/// foot comes, it is not lifted or set down in a single frame (r = 1 where ramp_s is 0). A swing
/// that the clip's beginning or end cuts off has its middle there. Nothing for a foot that never
/// stands, and for a swing of which less than three quarters are supported: a leap. `hold` is what
/// is done to the foot otherwise.
[[nodiscard]] std::vector<double> lifts(const LegTrack& leg, const Touch& touch, const Hold& hold,
                                        const std::vector<double>& floor,
                                        const std::vector<char>& supported, const Timeline& time,
                                        double step_m, double ramp_s = 0.0);

}  // namespace poseaae::footing
