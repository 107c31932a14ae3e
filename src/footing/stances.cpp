#include "stances.hpp"

#include <algorithm>
#include <cmath>

#include "held_still.hpp"
#include "poseaae/footing/root_path.hpp"

namespace poseaae::footing {

using mocap::Vec3;

namespace {

Vec3 flat(const Vec3& v) { return {v.x(), 0.0, v.z()}; }

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

/// A foot with what is the same in all its stances.
struct Standing {
  const LegTrack& leg;
  const Touch& touch;
  const Timeline& time;
  const PlantOptions& options;
  const std::vector<double>& floor;
  double heel_height;  ///< above the floor, where it stands
  double toe_height;

  /// Of the average over time of places and headings, frames.
  [[nodiscard]] double sigma() const {
    constexpr double kSigmas_s = 0.1;  // two
    return 0.5 * time.frames_in(kSigmas_s);
  }
};

/// The frames of one stance, in order.
struct Stance {
  std::vector<int> frames;
  bool round = false;  ///< all frames of a loop
};

/// Whether the step of a foot over the seam of a loop is as short as one of a foot that stands, or
/// like those beside it: otherwise the loop does not come back to its place.
bool comes_back(const LegTrack& leg, int frames) {
  constexpr double kElsewhere_m = 0.05;
  constexpr double kLike = 2.0;
  const auto step = [&](int from, int to) { return (leg.heel_at(to) - leg.heel_at(from)).norm(); };
  const int last = frames - 1;
  const double beside = frames > 2 ? std::max(step(0, 1), step(last - 1, last)) : 0.0;
  return step(last, 0) < std::max(kElsewhere_m, kLike * beside);
}

/// The seam of a loop that does not come back to its place divides.
std::vector<Stance> stances_of(const Standing& foot) {
  Timeline order = foot.time;
  order.loops = order.loops && comes_back(foot.leg, order.frames);
  std::vector<char> held;
  for (int t = 0; t < order.frames; ++t) held.push_back(foot.touch.any(t) ? 1 : 0);
  std::vector<Stance> result;
  for (const auto& run : order.runs(held)) {
    auto& stance = result.emplace_back();
    stance.round = order.loops && run.length == order.frames;
    for (int k = 0; k < run.length; ++k) stance.frames.push_back(order.at(run.first + k));
  }
  return result;
}

/// Frames that tell how the foot lies: those in which it does, or, where it never does, those in
/// which it rolls from heel to toe. None where one point stands alone.
std::vector<char> telling(const Standing& foot, const Stance& stance) {
  std::vector<char> tells;
  for (const int t : stance.frames) tells.push_back(foot.touch.both(t) ? 1 : 0);
  if (std::ranges::count(tells, 1) > 0) return tells;
  for (std::size_t k = 1; k < tells.size(); ++k) {
    const auto heel = [&](std::size_t i) { return foot.touch.heel[stance.frames[i]]; };
    if (heel(k) != heel(k - 1)) tells[k] = tells[k - 1] = 1;
  }
  return tells;
}

/// Headings of the foot over a stance, as rotation vectors of their turn about the vertical.
std::vector<Vec3> headings_of(const Standing& foot, const Stance& stance) {
  std::vector<Vec3> own;
  for (const int t : stance.frames) {
    const Vec3 sole = foot.leg.toe[t] - foot.leg.heel[t];
    const double heading = std::atan2(sole.x(), sole.z());
    own.emplace_back((own.empty() ? heading : continued(heading, own.back().y())) * Vec3::UnitY());
  }
  return held_still(own, foot.options.hold_rad_s * foot.time.fps, foot.sigma(), stance.round);
}

/// From heel to toe.
struct Sole {
  double length = 0.0;
  Vec3 turn{0, 0, 0};

  [[nodiscard]] Vec3 with(double heel_height, double toe_height) const {
    const double rise = std::clamp(toe_height - heel_height, -length, length);
    const double ahead = std::sqrt(length * length - rise * rise);
    return {ahead * std::sin(turn.y()), rise, ahead * std::cos(turn.y())};
  }
};

std::vector<Sole> soles_of(const Standing& foot, const Stance& stance) {
  const auto tells = telling(foot, stance);
  std::vector<Sole> soles(stance.frames.size());
  std::vector<double> lengths;
  for (std::size_t k = 0; k < tells.size(); ++k) {
    const int t = stance.frames[k];
    if (tells[k] != 0) lengths.push_back((foot.leg.toe[t] - foot.leg.heel[t]).norm());
  }
  if (lengths.empty()) return soles;
  const double length = median(std::move(lengths));
  const auto headings = headings_of(foot, stance);
  for (std::size_t k = 0; k < soles.size(); ++k) soles[k] = {length, headings[k]};
  return soles;
}

/// The height of a point over a stance: the median, drawn to the usual one where it is near that.
double height_over(const Stance& stance, const std::vector<char>& on,
                   const std::vector<double>& own, double usual) {
  constexpr double kLevel_m = 0.02;
  std::vector<double> heights;
  for (std::size_t k = 0; k < own.size(); ++k) {
    if (on[stance.frames[k]] != 0) heights.push_back(own[k]);
  }
  if (heights.empty()) return usual;
  return usual + without_tremble(median(std::move(heights)) - usual, kLevel_m);
}

void add_places(const Standing& foot, const Stance& stance, std::vector<SolePlace>& places) {
  constexpr double kTremble_m = 0.01;
  const auto soles = soles_of(foot, stance);
  std::vector<Vec3> toes;
  std::vector<double> toe_heights;
  std::vector<double> heel_heights;
  for (std::size_t k = 0; k < soles.size(); ++k) {
    const int t = stance.frames[k];
    const Vec3 sole = soles[k].with(foot.heel_height, foot.toe_height);
    toes.push_back(flat(foot.touch.toe[t] != 0 ? foot.leg.toe_at(t) : foot.leg.heel_at(t) + sole));
    toe_heights.push_back(foot.leg.toe_at(t).y() - foot.floor[t]);
    heel_heights.push_back(foot.leg.heel_at(t).y() - foot.floor[t]);
  }
  toes = held_still(toes, foot.options.hold_m_s * foot.time.fps, foot.sigma(), stance.round);
  const double usual_toe = height_over(stance, foot.touch.toe, toe_heights, foot.toe_height);
  const double usual_heel = height_over(stance, foot.touch.heel, heel_heights, foot.heel_height);
  for (std::size_t k = 0; k < soles.size(); ++k) {
    const int t = stance.frames[k];
    const double toe = usual_toe + without_tremble(toe_heights[k] - usual_toe, kTremble_m);
    const double heel = usual_heel + without_tremble(heel_heights[k] - usual_heel, kTremble_m);
    const Vec3 level = toes[k] + foot.floor[t] * Vec3::UnitY();
    // A heel alone is where it is while the foot lies.
    const Vec3 sole = foot.touch.both(t) ? soles[k].with(heel, toe)
                                         : flat(soles[k].with(usual_heel, usual_toe)) +
                                               (toe - heel) * Vec3::UnitY();
    places[t].toe = level + toe * Vec3::UnitY();
    places[t].heel = places[t].toe - sole;
  }
}

}  // namespace

double usual_height(const std::vector<char>& on, const LegTrack& leg,
                    const std::vector<Vec3>& point, const std::vector<double>& floor) {
  std::vector<double> heights;
  for (std::size_t t = 0; t < on.size(); ++t) {
    if (on[t] != 0) heights.push_back(leg.leg[t].tip.y() + point[t].y() - floor[t]);
  }
  return heights.empty() ? 0.0 : std::max(0.0, median(std::move(heights)));
}

Touch cleaned(Touch touch, const LegTrack& leg, const Timeline& time) {
  std::vector<Vec3> heels;
  std::vector<Vec3> toes;
  for (int t = 0; t < time.frames; ++t) {
    heels.push_back(leg.heel_at(t));
    toes.push_back(leg.toe_at(t));
  }
  clean(touch.heel, heels, time);
  clean(touch.toe, toes, time);
  return touch;
}

std::vector<SolePlace> places_of(const LegTrack& leg, const Touch& touch,
                                 const std::vector<double>& floor, const Timeline& time,
                                 const PlantOptions& options) {
  const Standing foot{leg,
                      touch,
                      time,
                      options,
                      floor,
                      usual_height(touch.heel, leg, leg.heel, floor),
                      usual_height(touch.toe, leg, leg.toe, floor)};
  std::vector<SolePlace> places(static_cast<std::size_t>(time.frames));
  for (const Stance& stance : stances_of(foot)) add_places(foot, stance, places);
  return places;
}

}  // namespace poseaae::footing
