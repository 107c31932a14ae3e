#include "poseaae/mocap/edit.hpp"

#include <fmt/format.h>

#include <cmath>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::mocap {

Motion resample(const Motion& motion, double fps) {
  if (!(fps > 0.0) || !std::isfinite(fps)) {
    throw UsageError(fmt::format("resampling: expected frames per second above 0, found {}", fps));
  }
  if (fps == motion.fps() || motion.frames() == 0) {
    Motion same = motion;
    same.set_fps(fps);
    return same;
  }
  constexpr double kRounding = 1e-6;  // of a frame: a last frame that falls on the grid stays
  const double steps = std::floor((motion.frames() - 1) * (fps / motion.fps()) + kRounding);
  const int frames = checked_frames(steps + 1.0, fmt::format("resampling to {:g} fps", fps));
  Motion out(motion.skeleton(), fps, frames);
  const int last = motion.frames() - 1;
  std::map<int, std::vector<Vec3>> tracks;
  for (int t = 0; t < out.frames(); ++t) {
    const double source = std::min(t * (motion.fps() / fps), static_cast<double>(last));
    const int before = static_cast<int>(source);
    const int after = std::min(before + 1, last);
    const double part = source - before;
    const auto between = [part](const Vec3& a, const Vec3& b) -> Vec3 {
      return a + part * (b - a);
    };
    for (int j = 0; j < motion.joints(); ++j) {
      out.set_rotation(t, j,
                       math::slerp(motion.rotation(before, j), motion.rotation(after, j), part));
    }
    out.set_root_position(t, between(motion.root_position(before), motion.root_position(after)));
    for (const auto& [joint, track] : motion.translations()) {
      tracks[joint].push_back(between(track[before], track[after]));
    }
  }
  for (auto& [joint, track] : tracks) out.set_translation(joint, std::move(track));
  return out;
}

Motion make_continuous(Motion motion) {
  math::make_continuous_wxyz(motion.rotations(), static_cast<std::size_t>(motion.joints()));
  return motion;
}

namespace {

[[noreturn]] void bad_range(const std::string& range) {
  throw UsageError(
      fmt::format("frame range '{}': expected first:last such as 100:500, 100: or :500", range));
}

/// A frame number, or `missing` for an empty text.
int frame_number(std::string_view text, int missing, const std::string& range) {
  if (text.empty()) return missing;
  const auto value = parse_number<int>(text);
  if (!value || *value < 0) bad_range(range);
  return *value;
}

}  // namespace

FrameRange FrameRange::parse(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string_view view = text;
  if (colon == std::string::npos) bad_range(text);
  return {frame_number(view.substr(0, colon), 0, text),
          frame_number(view.substr(colon + 1), -1, text)};
}

FrameRange FrameRange::resolve(int frames) const {
  const FrameRange range{first, last < 0 ? frames : last};
  if (range.first < 0 || range.first >= range.last || range.last > frames) {
    throw UsageError(
        fmt::format("expected frames within 0:{2}, the range of this clip, found {0}:{1}",
                    range.first, range.last, frames));
  }
  return range;
}

}  // namespace poseaae::mocap
