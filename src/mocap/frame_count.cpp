#include "poseaae/mocap/frame_count.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap {

namespace {

/// Also false for what is not a number.
bool allowed(double frames, int fewest) { return frames >= fewest && frames <= kMaxFrames; }

}  // namespace

int checked_frames(double frames, std::string_view what, int fewest) {
  const double whole = std::round(frames);
  if (!allowed(whole, fewest)) {
    throw UsageError(fmt::format("{}: expected {} to {:g} frames, found {:g}", what, fewest,
                                 static_cast<double>(kMaxFrames), whole));
  }
  return static_cast<int>(whole);
}

int frames_in(double seconds, double fps, std::string_view what, int fewest) {
  const double frames = std::round(seconds * fps);
  if (!allowed(frames, fewest)) {
    throw UsageError(
        fmt::format("{}: expected {} to {:g} frames at {:g} fps, found {:g} s{}", what, fewest,
                    static_cast<double>(kMaxFrames), fps, seconds,
                    frames < fewest ? fmt::format("; at least {:g} s", fewest / fps) : ""));
  }
  return static_cast<int>(frames);
}

}  // namespace poseaae::mocap
