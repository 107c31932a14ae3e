#include "holds.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/footing/standing.hpp"

namespace poseaae::footing {

using mocap::Quat;
using mocap::Vec3;

namespace {

/// `v` at a length below `most`: itself up to half of that, and more and more slowly beyond.
Vec3 limited(const Vec3& v, double most) {
  const double length = v.norm();
  const double half = 0.5 * most;
  if (length <= half) return v;
  return (half + half * (1.0 - std::exp((half - length) / half))) / length * v;
}

/// Lifts a foot that would sink below the floor: by the most within 0.04 s, averaged over time, so
/// that a foot that lands fast is slowed down and not stopped.
void keep_above(const LegTrack& leg, const std::vector<double>& floor, const Timeline& time,
                Hold& hold) {
  constexpr double kAround_s = 0.04;
  std::vector<double> missing;
  for (int t = 0; t < time.frames; ++t) {
    const Quat turn = math::from_rotation_vector(hold.turn[t]);
    double lowest = 0.0;
    for (const Vec3& point : leg.foot[t]) lowest = std::min(lowest, (turn * point).y());
    const double height = leg.leg[t].tip.y() + hold.shift[t].y() + lowest;
    missing.push_back(std::max(0.0, floor[t] - height));
  }
  const int around = time.frames_in(kAround_s);
  std::vector<double> most = missing;
  for (int t = 0; t < time.frames; ++t) {
    for (int i = t - around; i <= t + around; ++i) {
      if (!time.loops && (i < 0 || i >= time.frames)) continue;
      most[t] = std::max(most[t], missing[time.at(i + time.frames)]);
    }
  }
  const auto lifts = calmed(most, time.fps, time.loops);
  for (int t = 0; t < time.frames; ++t) hold.shift[t].y() += lifts[t];
}

}  // namespace

Hold hold(const LegTrack& leg, const Touch& touch, const std::vector<double>& floor,
          const Timeline& time, const PlantOptions& options) {
  const auto places = places_of(leg, touch, floor, time, options);
  const auto frames = static_cast<std::size_t>(time.frames);
  const Vec3 nothing = Vec3::Zero();
  Hold result{std::vector<Vec3>(frames, nothing), std::vector<Vec3>(frames, nothing),
              std::vector<char>(frames, 0)};
  std::vector<char> lies(frames, 0);
  const int blend = time.frames_in(options.blend_s);
  for (int t = 0; t < time.frames; ++t) {
    result.held[t] = touch.any(t) ? 1 : 0;
    if (!touch.both(t)) continue;
    lies[t] = 1;
    const Quat turn =
        math::rotation_between(leg.toe[t] - leg.heel[t], places[t].toe - places[t].heel);
    result.turn[t] = limited(math::to_rotation_vector(turn), options.turn_rad);
  }
  fill_gaps(result.turn, lies, time, blend);
  for (int t = 0; t < time.frames; ++t) {
    if (result.held[t] == 0) continue;
    const Quat turn = math::from_rotation_vector(result.turn[t]);
    const Vec3 ankle = touch.toe[t] != 0 ? Vec3(places[t].toe - turn * leg.toe[t])
                                         : Vec3(places[t].heel - turn * leg.heel[t]);
    result.shift[t] = limited(ankle - leg.ankle_at(t), options.pull_m);
  }
  fill_gaps(result.shift, result.held, time, blend);
  keep_above(leg, floor, time, result);
  return result;
}

}  // namespace poseaae::footing
