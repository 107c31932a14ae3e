#include "poseaae/footing/contacts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/lowest_point.hpp"
#include "quantile.hpp"
#include "rest_heights.hpp"
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
constexpr double kBriefGap_s = 0.08;  // a foot is not lifted and set down in less
constexpr double kBriefTouch_s = 0.05;

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

/// T: where a point hardly moves, below the body.
std::vector<bool> stillness(const SoleTrack& track, const std::vector<double>& limits) {
  std::vector<bool> still;
  for (std::size_t t = 0; t < limits.size(); ++t) {
    still.push_back(track.below[t] && track.speeds[t] < kComing * limits[t]);
  }
  return still;
}

/// T: (h / h_max)^2 + (v / v_max)^2 < 1 with h above the rest height.
std::vector<bool> standing(const SoleTrack& track, const std::vector<double>& limits,
                           const std::vector<double>& rest) {
  std::vector<bool> touches;
  bool stands = false;
  for (std::size_t t = 0; t < rest.size(); ++t) {
    const double share = stands ? 1.0 : kComing;
    const double height = std::max(0.0, track.heights[t] - rest[t]) / kHeight_m;
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
  std::vector<std::vector<bool>> still;
  for (const SoleTrack& track : tracks) {
    limits.push_back(speed_limits(track.speeds, motion.fps()));
    still.push_back(stillness(track, limits.back()));
  }
  const auto heights = rest_heights(tracks, still, motion.fps());
  contacts.touches.assign(tracks.size() * static_cast<std::size_t>(motion.frames()), 0);
  for (std::size_t p = 0; p < tracks.size(); ++p) {
    std::vector<bool> touches = standing(tracks[p], limits[p], heights[p]);
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
