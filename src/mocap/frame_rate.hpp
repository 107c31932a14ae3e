#pragma once

#include <string>
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

/// What stands behind "Frame Time:".
struct FrameTime {
  double fps = 0.0;    ///< as frame_rate()
  std::string note{};  ///< how a number above 1 was understood
};

/// A number up to 1 is seconds. No recording has a frame of more than a second, so a number above 1
/// is the first of these that it can be:
///   - a usual rate: 24, 25, 30, 48, 50, 60, 72, 75, 90, 100, 120, 144, 150, 180, 200, 240, 250,
///     300, 360, 480, or one of NTSC's, to the last printed digit;
///   - the milliseconds, or else the microseconds, of one (33.33, 8.3333, 16667), by frame_rate();
///   - 12 or 15 frames per second;
///   - milliseconds printed with at least two digits that are those of a usual rate to one unit of
///     the last (17 for 60 frames per second);
///   - seconds all the same.
[[nodiscard]] FrameTime read_frame_time(double number, std::string_view printed);

}  // namespace poseaae::mocap
