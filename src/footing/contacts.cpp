#include "poseaae/footing/contacts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/lowest_point.hpp"

namespace poseaae::footing {

namespace {

using mocap::Motion;
using mocap::Vec3;
using mocap::WorldPose;

/// Limits for a leg of kLeg metres, thigh and shin; those of other legs are in proportion.
constexpr double kLeg = 0.83;
constexpr double kTouch_mps = 0.25;  // a point that is slower may come to stand
constexpr double kLeave_mps = 0.50;  // a point that is faster no longer stands
constexpr double kTouch_m = 0.035;   // above the height at which the point stands
constexpr double kLeave_m = 0.055;
constexpr double kKneeAbove_m = 0.08;  // the knee of a leg that carries, above the point
constexpr double kHipAbove_m = 0.20;
constexpr double kOneLevel_m = 0.05;  // by which the heights of left and right may differ
constexpr double kSigma_s = 0.025;    // of the weights over time
constexpr double kBriefGap_s = 0.08;  // a foot is not lifted and set down in less
constexpr double kBriefTouch_s = 0.05;

/// A point of a sole over time.
struct Track {
  int foot = 0;
  int kind = 0;                 ///< place in Foot::sole
  double unit = 1.0;            ///< leg length / kLeg
  std::vector<Vec3> positions;  ///< T
  std::vector<double> speeds;   ///< T, metres per second
  std::vector<bool> below;      ///< T: whether hip and knee are above it
  double rest = 0.0;            ///< height at which it stands
};

double length_of(const mocap::Skeleton& skeleton, int from, int to) {
  double sum = 0.0;
  for (int j = to; j != from; j = skeleton.parent(j)) sum += skeleton.offset(j).norm();
  return sum;
}

/// Slope of the line that fits the positions around each frame best, weighted by a Gaussian of
/// time: the mean velocity at any frame rate, and the central difference at low ones.
std::vector<double> speeds_of(const std::vector<Vec3>& positions, double fps) {
  const auto frames = static_cast<int>(positions.size());
  const int reach = std::max(1, static_cast<int>(std::ceil(3.0 * kSigma_s * fps)));
  std::vector<double> speeds(frames, 0.0);
  for (int t = 0; t < frames; ++t) {
    double total = 0.0, times = 0.0;
    Vec3 mean = Vec3::Zero();
    const int first = std::max(0, t - reach);
    const int last = std::min(frames - 1, t + reach);
    const auto weight = [&](int i) {
      return std::exp(-0.5 * std::pow((i - t) / (kSigma_s * fps), 2));
    };
    for (int i = first; i <= last; ++i) {
      total += weight(i);
      times += weight(i) * i;
      mean += weight(i) * positions[i];
    }
    times /= total;
    mean /= total;
    double square = 0.0;
    Vec3 product = Vec3::Zero();
    for (int i = first; i <= last; ++i) {
      square += weight(i) * (i - times) * (i - times);
      product += weight(i) * (i - times) * (positions[i] - mean);
    }
    if (square > 0.0) speeds[t] = product.norm() / square * fps;
  }
  return speeds;
}

std::vector<Track> tracks_of(const Motion& motion, const std::vector<Foot>& feet) {
  std::vector<Track> tracks;
  for (std::size_t f = 0; f < feet.size(); ++f) {
    const Foot& foot = feet[f];
    const double leg = length_of(motion.skeleton(), foot.hip, foot.ankle);
    for (std::size_t k = 0; k < foot.sole.size(); ++k) {
      tracks.push_back({static_cast<int>(f), static_cast<int>(k), leg / kLeg, {}, {}, {}});
    }
  }
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose pose = mocap::forward_kinematics(motion, t);
    for (Track& track : tracks) {
      const Foot& foot = feet[track.foot];
      const Vec3 at = position_of(foot.sole[track.kind], pose);
      const auto above = [&](int joint) {
        return (pose.positions[joint].y() - at.y()) / track.unit;
      };
      track.positions.push_back(at);
      track.below.push_back(above(foot.knee) > kKneeAbove_m && above(foot.hip) > kHipAbove_m);
    }
  }
  for (Track& track : tracks) track.speeds = speeds_of(track.positions, motion.fps());
  return tracks;
}

double quantile(std::vector<double> values, double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(place));
  return values[place];
}

/// The height at which each point stands: low among those at which it is still below the body. A
/// foot that never stands takes it from the other.
void find_rest_heights(std::vector<Track>& tracks) {
  constexpr double kLow = 0.1;
  constexpr double kNever = std::numeric_limits<double>::infinity();
  for (Track& track : tracks) {
    std::vector<double> heights;
    for (std::size_t t = 0; t < track.positions.size(); ++t) {
      const bool still = track.speeds[t] < kTouch_mps * track.unit;
      if (still && track.below[t]) heights.push_back(track.positions[t].y());
    }
    track.rest = heights.empty() ? kNever : quantile(heights, kLow);
  }
  std::vector<double> lowest(2, kNever);
  for (const Track& track : tracks) lowest[track.kind] = std::min(lowest[track.kind], track.rest);
  for (Track& track : tracks) {
    const double low = lowest[track.kind];
    if (track.rest > low + kOneLevel_m * track.unit) track.rest = low;
  }
}

std::vector<bool> touches_of(const Track& track) {
  std::vector<bool> touches;
  bool stands = false;
  for (std::size_t t = 0; t < track.positions.size(); ++t) {
    const double height = (track.positions[t].y() - track.rest) / track.unit;
    const double speed = track.speeds[t] / track.unit;
    stands = track.below[t] && height < (stands ? kLeave_m : kTouch_m) &&
             speed < (stands ? kLeave_mps : kTouch_mps);
    touches.push_back(stands);
  }
  return touches;
}

/// Frames [first, last) of one value.
struct Run {
  int first, last;
};

std::vector<Run> runs_of(const std::vector<bool>& touches, bool value) {
  std::vector<Run> runs;
  const auto frames = static_cast<int>(touches.size());
  for (int t = 0; t < frames; ++t) {
    if (touches[t] != value) continue;
    if (t == 0 || touches[t - 1] != value) runs.push_back({t, t});
    runs.back().last = t + 1;
  }
  return runs;
}

/// Without gaps and touches that are too brief to be any. What lies at an end may go on beyond it.
std::vector<bool> settled(std::vector<bool> touches, double fps) {
  const auto frames = static_cast<int>(touches.size());
  for (const bool value : {false, true}) {
    const double brief = fps * (value ? kBriefTouch_s : kBriefGap_s);
    for (const Run& run : runs_of(touches, value)) {
      if (run.first == 0 || run.last == frames || run.last - run.first >= brief) continue;
      std::fill(touches.begin() + run.first, touches.begin() + run.last, !value);
    }
  }
  return touches;
}

/// The level of the lowest points of the feet that stand; of the body where none does.
double floor_below(const Motion& motion, const Contacts& contacts) {
  std::vector<double> standing;
  double lowest = std::numeric_limits<double>::infinity();
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose pose = mocap::forward_kinematics(motion, t);
    const auto under = [&](int joint) {
      return mocap::lowest_point(motion.skeleton(), pose, joint, Vec3::UnitY());
    };
    lowest = std::min(lowest, under(0));
    for (std::size_t f = 0; f < contacts.feet.size(); ++f) {
      if (contacts.carries(t, static_cast<int>(f)))
        standing.push_back(under(contacts.feet[f].ankle));
    }
  }
  return standing.empty() ? lowest : quantile(standing, 0.5);
}

}  // namespace

bool Contacts::carries(int frame, int foot) const {
  int first = 0;
  for (int f = 0; f < foot; ++f) first += static_cast<int>(feet[f].sole.size());
  const int last = first + static_cast<int>(feet.at(foot).sole.size());
  for (int point = first; point < last; ++point) {
    if (at(frame, point)) return true;
  }
  return false;
}

Contacts contacts_of(const Motion& motion) {
  Contacts contacts{feet_of(motion.skeleton()), motion.frames(), {}, 0.0};
  const auto points = static_cast<std::size_t>(contacts.points());
  contacts.touches.assign(points * static_cast<std::size_t>(motion.frames()), 0);
  std::vector<Track> tracks = tracks_of(motion, contacts.feet);
  find_rest_heights(tracks);
  for (std::size_t p = 0; p < points; ++p) {
    const std::vector<bool> touches = settled(touches_of(tracks[p]), motion.fps());
    for (std::size_t t = 0; t < touches.size(); ++t) contacts.touches[t * points + p] = touches[t];
  }
  contacts.floor_m = floor_below(motion, contacts);
  return contacts;
}

}  // namespace poseaae::footing
