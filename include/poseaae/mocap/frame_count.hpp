#pragma once

#include <string_view>

/// From time to frames.
namespace poseaae::mocap {

/// The most frames that a motion or a path is made with.
inline constexpr int kMaxFrames = 10'000'000;
/// The highest frame rate, in frames per second, of motion that is read or made.
inline constexpr double kMaxFps = 10'000.0;

/// `frames`, rounded, for motion that is about to be made. `what` begins the message.
/// @throws UsageError unless it is `fewest` to kMaxFrames
[[nodiscard]] int checked_frames(double frames, std::string_view what, int fewest = 1);

/// round(seconds * fps) @throws UsageError unless it is `fewest` to kMaxFrames
[[nodiscard]] int frames_in(double seconds, double fps, std::string_view what, int fewest = 1);

}  // namespace poseaae::mocap
