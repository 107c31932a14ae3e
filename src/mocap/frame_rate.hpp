#pragma once

#include <string_view>

namespace poseaae::mocap {

/// The frame rate that a printed Frame Time means. 1 / seconds is off by what the missing digits
/// hide (0.0333333 is 30.00003 fps), so a whole rate, or one of NTSC's (24, 30, 60 or 120 times
/// 1000/1001), is taken when its period lies within one unit of the last printed digit (which
/// covers rounding and cutting off), or within float precision. When the digits are too few to tell
/// whole rates apart ("0.03"), or none fits, 1 / seconds stands as it is.
///
/// @return frames per second; 0 when `seconds` is not positive or too small for a rate (< 1e-9)
[[nodiscard]] double frame_rate(double seconds, std::string_view printed);

}  // namespace poseaae::mocap
