#include "poseaae/footing/contacts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/lowest_point.hpp"
#include "sole_tracks.hpp"

namespace poseaae::footing {

namespace {

using mocap::Motion;
using mocap::Vec3;

// Limits of height and speed for a point that stands; to come to stand, it must keep to a share of
// them. Metres of SoleTrack.
constexpr double kHeight_m = 0.06;        // above its rest height
constexpr double kSpeedShare = 0.18;      // of its greatest speed nearby
constexpr double kLeastSpeed_mps = 0.15;  // who stands still sways
constexpr double kMostSpeed_mps = 1.0;
constexpr double kComing = 0.6;
constexpr double kNearby_s = 0.6;     // half of a stride
constexpr double kOneLevel_m = 0.05;  // by which the rest heights of left and right may differ
constexpr double kBriefGap_s = 0.08;  // a foot is not lifted and set down in less
constexpr double kBriefTouch_s = 0.05;

double quantile(std::vector<double> values, double share) {
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, place);
  return *place;
}

/// T: the speed at which a point that stands leaves.
std::vector<double> speed_limits(const std::vector<double>& speeds, double fps) {
  const auto frames = static_cast<int>(speeds.size());
  const int reach = static_cast<int>(std::lround(kNearby_s * fps));
  std::vector<double> limits;
  for (int t = 0; t < frames; ++t) {
    const auto first = speeds.begin() + std::max(0, t - reach);
    const auto last = speeds.begin() + std::min(frames, t + reach + 1);
    const double greatest = *std::max_element(first, last);
    limits.push_back(std::clamp(kSpeedShare * greatest, kLeastSpeed_mps, kMostSpeed_mps));
  }
  return limits;
}

/// The height at which a point stands: low among those at which it is still, below the body. None
/// for a point that never is.
std::optional<double> rest_height(const SoleTrack& track, const std::vector<double>& limits) {
  constexpr double kLow = 0.1;
  std::vector<double> heights;
  for (std::size_t t = 0; t < limits.size(); ++t) {
    const bool still = track.speeds[t] < kComing * limits[t];
    if (still && track.below[t]) heights.push_back(track.heights[t]);
  }
  if (heights.empty()) return {};
  return quantile(heights, kLow);
}

/// A foot that never stands, such as one that is held up for the whole clip, would stand where the
/// other does.
void share_rest_heights(const std::vector<SoleTrack>& tracks,
                        std::vector<std::optional<double>>& heights) {
  for (std::size_t p = 0; p < tracks.size(); ++p) {
    for (std::size_t other = 0; other < tracks.size(); ++other) {
      if (tracks[other].kind != tracks[p].kind || !heights[other]) continue;
      const double level = *heights[other] * tracks[other].unit / tracks[p].unit;
      if (!heights[p] || *heights[p] > level + kOneLevel_m) heights[p] = level;
    }
  }
}

/// T: (h / h_max)^2 + (v / v_max)^2 < 1 with h above the rest height.
std::vector<bool> standing(const SoleTrack& track, const std::vector<double>& limits, double rest) {
  std::vector<bool> touches;
  bool stands = false;
  for (std::size_t t = 0; t < limits.size(); ++t) {
    const double share = stands ? 1.0 : kComing;
    const double height = std::max(0.0, track.heights[t] - rest) / kHeight_m;
    const double speed = track.speeds[t] / limits[t];
    stands = track.below[t] && std::hypot(height, speed) < share;
    touches.push_back(stands);
  }
  return touches;
}

/// Without the runs of `value` that are too brief to be any. One at an end may go on beyond it.
void drop_brief(std::vector<bool>& touches, bool value, double frames) {
  auto begin = touches.begin();
  while (begin != touches.end()) {
    const auto end = std::find(begin, touches.end(), !*begin);
    const bool inside = begin != touches.begin() && end != touches.end();
    if (*begin == value && inside && static_cast<double>(end - begin) < frames) {
      std::fill(begin, end, !value);
    }
    begin = end;
  }
}

/// The middle one of the lowest points of feet that stand; the lowest of the body where none does.
double floor_below(const Motion& motion, const Contacts& contacts) {
  std::vector<double> heights;
  double lowest = std::numeric_limits<double>::infinity();
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
    const auto under = [&](int joint) {
      return mocap::lowest_point(motion.skeleton(), pose, joint, Vec3::UnitY());
    };
    if (heights.empty()) lowest = std::min(lowest, under(0));
    for (std::size_t f = 0; f < contacts.feet.size(); ++f) {
      if (contacts.carries(t, static_cast<int>(f)))
        heights.push_back(under(contacts.feet[f].ankle));
    }
  }
  return heights.empty() ? lowest : quantile(heights, 0.5);
}

}  // namespace

bool Contacts::carries(int frame, int foot) const {
  int point = 0;
  for (int f = 0; f < foot; ++f) point += static_cast<int>(feet[f].sole.size());
  const int last = point + static_cast<int>(feet.at(foot).sole.size());
  while (point < last && !at(frame, point)) ++point;
  return point < last;
}

Contacts contacts_of(const Motion& motion) {
  Contacts contacts{feet_of(motion.skeleton()), motion.frames(), {}, 0.0};
  const std::vector<SoleTrack> tracks = sole_tracks(motion, contacts.feet);
  std::vector<std::vector<double>> limits;
  std::vector<std::optional<double>> heights;
  for (const SoleTrack& track : tracks) {
    limits.push_back(speed_limits(track.speeds, motion.fps()));
    heights.push_back(rest_height(track, limits.back()));
  }
  share_rest_heights(tracks, heights);
  contacts.touches.assign(tracks.size() * static_cast<std::size_t>(motion.frames()), 0);
  for (std::size_t p = 0; p < tracks.size(); ++p) {
    if (!heights[p]) continue;
    std::vector<bool> touches = standing(tracks[p], limits[p], *heights[p]);
    drop_brief(touches, false, kBriefGap_s * motion.fps());
    drop_brief(touches, true, kBriefTouch_s * motion.fps());
    for (std::size_t t = 0; t < touches.size(); ++t) {
      contacts.touches[t * tracks.size() + p] = touches[t] ? 1 : 0;
    }
  }
  contacts.floor_m = floor_below(motion, contacts);
  return contacts;
}

}  // namespace poseaae::footing
