#include "choreography/footwork.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "poseaae/base/error.hpp"

namespace poseaae::choreography {

Footwork::Footwork(Placement left, Placement right)
    : yaws_{Track(left.yaw), Track(right.yaw)}, last_{left, right} {
  for (int i = 0; i < 2; ++i) {
    // A landing before the first beat, so that there always is one to look up.
    flights_[i].push_back({-1e9, -1e9 + 1.0, last_[i], last_[i], Vec3::Zero(), {}});
  }
}

void Footwork::step(Side foot, double lift, double land, const Placement& to, double height,
                    const Vec3& bow) {
  auto& flights = flights_[index(foot)];
  if (lift < flights.back().land || land <= lift) {
    throw Error(
        fmt::format("footwork: expected the next step to start after beat {:.2f}, when the {} foot "
                    "has landed, found one from beat {:.2f} to {:.2f}",
                    flights.back().land, foot == Side::kLeft ? "left" : "right", lift, land));
  }
  flights.push_back({lift, land, last_[index(foot)], to, bow + height * Vec3::UnitY(), {}});
  yaws_[index(foot)].move(lift, land, to.yaw);
  last_[index(foot)] = to;
}

void Footwork::gesture(Side foot, double lift, double land, const Placement& to,
                       const std::vector<GestureKey>& keys) {
  step(foot, lift, land, to, 0.03);
  auto& path = flights_[index(foot)].back().keys;
  path.push_back({lift, Vec3::Zero()});
  for (const GestureKey& key : keys) path.push_back({key.beat, key.displacement});
  path.push_back({land, Vec3::Zero()});
  const auto later = std::ranges::adjacent_find(path, std::ranges::greater_equal{}, &Key::time);
  if (later == path.end()) return;
  throw Error(fmt::format(
      "footwork: expected the keys of a gesture in order between beats {:.2f} and {:.2f}, found "
      "one at beat {:.2f} after one at beat {:.2f}",
      lift, land, std::next(later)->time, later->time));
}

void Footwork::pivot(Side foot, double from, double to, double yaw) {
  yaws_[index(foot)].move(from, to, yaw);
  last_[index(foot)].yaw = yaw;
}

FootState Footwork::at(Side foot, double beat) const {
  const auto& flights = flights_[index(foot)];
  const auto next = std::find_if(flights.begin(), flights.end(),
                                 [&](const Flight& flight) { return flight.lift > beat; });
  const Flight& flight = *std::prev(next);
  const double p = (beat - flight.lift) / (flight.land - flight.lift);
  FootState state;
  state.ball = flight.from.ball + ease(p) * (flight.to.ball - flight.from.ball);
  state.ball += bump(p) * flight.arc;
  state.yaw = yaws_[index(foot)].at(beat);
  state.heel = heels_[index(foot)].at(beat);
  state.planted = p <= 0.0 || p >= 1.0;
  if (state.planted) return state;
  state.air = plateau(p, 0.0, 0.4, 0.6, 1.0);
  if (!flight.keys.empty()) {
    state.displacement = spline(flight.keys, beat);
    state.gesture = plateau(p, 0.05, 0.35, 0.6, 0.95);
  }
  return state;
}

}  // namespace poseaae::choreography
