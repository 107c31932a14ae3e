#include "holds.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::footing {

using mocap::Quat;
using mocap::Vec3;

namespace {

Vec3 flat(const Vec3& v) { return {v.x(), 0.0, v.z()}; }

double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  const double upper = *middle;
  if (values.size() % 2 == 1) return upper;
  return 0.5 * (upper + *std::max_element(values.begin(), middle));
}

/// `v` at a length below `most`: itself up to half of that, and more and more slowly beyond.
Vec3 limited(const Vec3& v, double most) {
  const double length = v.norm();
  const double half = 0.5 * most;
  if (length <= half) return v;
  return (half + half * (1.0 - std::exp((half - length) / half))) / length * v;
}

/// Closes gaps in which the point hardly moved, then drops what is short.
void clean(std::vector<char>& touch, const std::vector<Vec3>& places, const Timeline& time) {
  constexpr double kShort_s = 0.05;
  constexpr double kNear_m = 0.03;
  std::vector<char> apart(touch.size());
  std::ranges::transform(touch, apart.begin(), [](char on) { return on == 0 ? 1 : 0; });
  const int few = std::max(2, time.frames_in(kShort_s));
  for (const auto& gap : time.runs(apart)) {
    if (gap.length > few || gap.length == time.frames) continue;
    if (!time.loops && (gap.first == 0 || gap.first + gap.length == time.frames)) continue;
    const Vec3& before = places[time.at(gap.first + time.frames - 1)];
    if ((places[time.at(gap.first + gap.length)] - before).norm() > kNear_m) continue;
    for (int k = 0; k < gap.length; ++k) touch[time.at(gap.first + k)] = 1;
  }
  for (const auto& run : time.runs(touch)) {
    if (run.length >= few) continue;
    for (int k = 0; k < run.length; ++k) touch[time.at(run.first + k)] = 0;
  }
}

/// One foot, with all that its stances need.
struct Standing {
  const LegTrack& leg;
  const Touch& touch;
  double floor_m;
  const PlantOptions& options;
  double heel_height = 0.0;  ///< above the floor, where it stands
  double toe_height = 0.0;

  Standing(const LegTrack& track, const Touch& touches, double floor, const PlantOptions& how)
      : leg(track), touch(touches), floor_m(floor), options(how) {
    heel_height = height_of(touch.heel, leg.heel);
    toe_height = height_of(touch.toe, leg.toe);
  }

  [[nodiscard]] double height_of(const std::vector<char>& on,
                                 const std::vector<Vec3>& point) const {
    std::vector<double> heights;
    for (std::size_t t = 0; t < on.size(); ++t) {
      if (on[t] != 0) heights.push_back(leg.leg[t].tip.y() + point[t].y() - floor_m);
    }
    return heights.empty() ? 0.0 : std::max(0.0, median(std::move(heights)));
  }
  [[nodiscard]] Vec3 heel(int t) const { return leg.leg[t].tip + leg.heel[t]; }
  [[nodiscard]] Vec3 toe(int t) const { return leg.leg[t].tip + leg.toe[t]; }
  [[nodiscard]] bool lies(int t) const { return touch.heel[t] != 0 && touch.toe[t] != 0; }
};

/// The places of heel and toe over one stance.
struct Pin {
  Vec3 heel;
  Vec3 toe;
};

/// From heel to toe while the foot lies, or, where it never does, while it rolls from one to the
/// other.
Vec3 sole_of(const Standing& foot, const std::vector<int>& frames) {
  Vec3 heading = Vec3::Zero();
  std::vector<double> lengths;
  const auto add = [&](int t) {
    const Vec3 sole = foot.toe(t) - foot.heel(t);
    heading += flat(sole).normalized();
    lengths.push_back(sole.norm());
  };
  for (const int t : frames) {
    if (foot.lies(t)) add(t);
  }
  for (std::size_t i = 1; lengths.empty() && i < frames.size(); ++i) {
    if (foot.touch.heel[frames[i]] == foot.touch.heel[frames[i - 1]]) continue;
    add(frames[i - 1]);
    add(frames[i]);
  }
  if (lengths.empty()) return Vec3::Zero();
  const double length = median(std::move(lengths));
  const double rise = std::clamp(foot.toe_height - foot.heel_height, -length, length);
  return std::sqrt(length * length - rise * rise) * flat(heading).normalized() +
         rise * Vec3::UnitY();
}

Pin pin_of(const Standing& foot, const std::vector<int>& frames) {
  const Vec3 sole = sole_of(foot, frames);
  std::vector<double> x;
  std::vector<double> z;
  const auto add = [&](const Vec3& toe) {
    x.push_back(toe.x());
    z.push_back(toe.z());
  };
  for (const int t : frames) {
    if (foot.touch.toe[t] != 0) add(foot.toe(t));
    if (foot.touch.heel[t] != 0) add(foot.heel(t) + sole);
  }
  Pin pin;
  pin.toe = {median(std::move(x)), foot.floor_m + foot.toe_height, median(std::move(z))};
  pin.heel = flat(pin.toe) - flat(sole) + (foot.floor_m + foot.heel_height) * Vec3::UnitY();
  return pin;
}

/// The frames of each stance. The seam of a loop that does not come back to its place divides.
std::vector<std::vector<int>> stances(const Standing& foot, const std::vector<char>& held,
                                      const Timeline& time) {
  constexpr double kElsewhere_m = 0.05;
  Timeline order = time;
  order.loops = time.loops && (foot.heel(0) - foot.heel(time.frames - 1)).norm() < kElsewhere_m;
  std::vector<std::vector<int>> result;
  for (const auto& run : order.runs(held)) {
    auto& frames = result.emplace_back();
    for (int k = 0; k < run.length; ++k) frames.push_back(order.at(run.first + k));
  }
  return result;
}

/// Lifts a foot that would sink below the floor, or below where it stands if that is lower.
void keep_above(const LegTrack& leg, double floor_m, Hold& hold) {
  const auto lowest = [&](std::size_t t) {
    const Quat turn = math::from_rotation_vector(hold.turn[t]);
    double least = 0.0;
    for (const Vec3& point : leg.foot[t]) least = std::min(least, (turn * point).y());
    return leg.leg[t].tip.y() + hold.shift[t].y() + least;
  };
  std::vector<double> standing;
  for (std::size_t t = 0; t < hold.held.size(); ++t) {
    if (hold.held[t] != 0) standing.push_back(lowest(t));
  }
  if (standing.empty()) return;
  const double level = std::min(floor_m, *std::ranges::min_element(standing));
  for (std::size_t t = 0; t < hold.held.size(); ++t) {
    if (hold.held[t] == 0) hold.shift[t].y() += std::max(0.0, level - lowest(t));
  }
}

}  // namespace

LegTrack track(const mocap::Motion& motion, const std::vector<mocap::WorldPose>& poses,
               const Foot& foot) {
  const mocap::Skeleton& skeleton = motion.skeleton();
  std::vector<char> hangs(static_cast<std::size_t>(skeleton.joints()), 0);
  hangs[foot.ankle] = 1;
  for (int j = foot.ankle + 1; j < skeleton.joints(); ++j) hangs[j] = hangs[skeleton.parent(j)];
  LegTrack result;
  for (const auto& pose : poses) {
    const Vec3& ankle = pose.positions[foot.ankle];
    const auto from_ankle = [&](const SolePoint& point) -> Vec3 {
      return pose.positions[point.joint] + pose.rotations[point.joint] * point.offset - ankle;
    };
    result.leg.push_back({pose.positions[foot.hip], pose.positions[foot.knee], ankle});
    result.heel.push_back(from_ankle(foot.sole.front()));
    result.toe.push_back(from_ankle(foot.sole.back()));
    auto& below = result.foot.emplace_back();
    for (int j = foot.ankle; j < skeleton.joints(); ++j) {
      if (hangs[j] != 0) below.push_back(pose.positions[j] - ankle);
    }
    for (const auto& end : skeleton.end_sites()) {
      if (hangs[end.parent] != 0) below.push_back(from_ankle({end.parent, end.offset}));
    }
  }
  return result;
}

Hold hold(const LegTrack& leg, Touch touch, double floor_m, const Timeline& time,
          const PlantOptions& options) {
  const auto frames = static_cast<std::size_t>(time.frames);
  std::vector<Vec3> heels(frames);
  std::vector<Vec3> toes(frames);
  for (std::size_t t = 0; t < frames; ++t) {
    heels[t] = leg.leg[t].tip + leg.heel[t];
    toes[t] = leg.leg[t].tip + leg.toe[t];
  }
  clean(touch.heel, heels, time);
  clean(touch.toe, toes, time);

  const Standing foot(leg, touch, floor_m, options);
  const Vec3 nothing = Vec3::Zero();
  Hold result{std::vector<Vec3>(frames, nothing), std::vector<Vec3>(frames, nothing),
              std::vector<char>(frames, 0)};
  std::vector<char> lies(frames, 0);
  for (std::size_t t = 0; t < frames; ++t) {
    result.held[t] = touch.heel[t] != 0 || touch.toe[t] != 0 ? 1 : 0;
    lies[t] = foot.lies(static_cast<int>(t)) ? 1 : 0;
  }
  const int blend = time.frames_in(options.blend_s);
  const auto all = stances(foot, result.held, time);
  std::vector<Pin> pins;
  for (const auto& stance : all) {
    pins.push_back(pin_of(foot, stance));
    for (const int t : stance) {
      if (lies[t] == 0) continue;
      const Quat turn =
          math::rotation_between(foot.toe(t) - foot.heel(t), pins.back().toe - pins.back().heel);
      result.turn[t] = limited(math::to_rotation_vector(turn), options.turn_rad);
    }
  }
  fill_gaps(result.turn, lies, time, blend);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const int t : all[i]) {
      const Quat turn = math::from_rotation_vector(result.turn[t]);
      const Vec3 ankle = touch.toe[t] != 0 ? Vec3(pins[i].toe - turn * leg.toe[t])
                                           : Vec3(pins[i].heel - turn * leg.heel[t]);
      result.shift[t] = limited(ankle - leg.leg[t].tip, options.pull_m);
    }
  }
  fill_gaps(result.shift, result.held, time, blend);
  keep_above(leg, floor_m, result);
  return result;
}

}  // namespace poseaae::footing
