#include "poseaae/footing/travel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "footing/supports.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/footing/standing.hpp"

namespace poseaae::footing {

namespace {

using Eigen::Vector2d;
using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

constexpr double kSpread_s = 0.02;  // over which disagreements are spread
constexpr double kInertia = 25.0;   // of a body that flies, against one that stands

/// What a step says about a quantity of the root, and how surely.
template <typename Value>
struct Seen {
  Value value;
  double weight = 0.0;
  bool flies = false;
};

/// x (N) of least sum_n w_n |x_n - value_n|^2 + sum_n c_n |x_n+1 - x_n|^2, c_n the square of
/// kSpread_s in frames, times kInertia where a body flies. (Thomas's algorithm.)
template <typename Value>
std::vector<Value> evened(const std::vector<Seen<Value>>& seen, double fps) {
  const auto count = static_cast<int>(seen.size());
  const double stiff = std::pow(kSpread_s * fps, 2);
  const auto link = [&](int n) {
    if (n < 0 || n + 1 >= count) return 0.0;
    return stiff * (seen[n].flies || seen[n + 1].flies ? kInertia : 1.0);
  };
  constexpr double kNothing = 1e-9;  // where no step of the motion says anything
  std::vector<double> ahead(seen.size());
  std::vector<Value> x(seen.size());
  for (int n = 0; n < count; ++n) {
    double pivot = seen[n].weight + kNothing + link(n - 1) + link(n);
    Value right = seen[n].weight * seen[n].value;
    if (n > 0) {
      pivot -= link(n - 1) * ahead[n - 1];
      right += link(n - 1) * x[n - 1];
    }
    ahead[n] = link(n) / pivot;
    x[n] = right / pivot;
  }
  for (int n = count - 2; n >= 0; --n) x[n] += ahead[n] * x[n + 1];
  return x;
}

/// Angle by which each frame is turned (T).
std::vector<double> headings(const Soles& soles, const std::vector<Support>& supports, double fps) {
  std::vector<Seen<double>> seen;
  for (std::size_t t = 0; t < supports.size(); ++t) {
    const auto n = static_cast<int>(t);
    const Stay here = stay(moves_of(soles, supports[t], n, n + 1), true);
    constexpr double kSure = 0.02;  // m^2: both ends of a foot
    seen.push_back(
        {here.turn + soles.spin(n), std::min(1.0, here.weight / kSure), supports[t].flies()});
  }
  std::vector<double> result{0.0};
  const std::vector<double> spins = evened(seen, fps);
  for (std::size_t t = 0; t < spins.size(); ++t) {
    result.push_back(result.back() + spins[t] - soles.spin(static_cast<int>(t)));
  }
  return result;
}

/// Where the root of each frame goes (T), seen from above, when the frames are turned so.
std::vector<Vector2d> places(const Soles& soles, const std::vector<Support>& supports,
                             const std::vector<double>& heading, double fps) {
  std::vector<Vector2d> centre;
  for (int t = 0; t < soles.frames(); ++t) {
    centre.push_back(turned(Vector2d{soles.centre(t).x(), soles.centre(t).z()}, heading[t]));
  }
  std::vector<Seen<Vector2d>> seen;
  for (std::size_t t = 0; t < supports.size(); ++t) {
    const auto n = static_cast<int>(t);
    Vector2d sum = Vector2d::Zero();
    const std::vector<Soles::Move> moves = moves_of(soles, supports[t], n, n + 1);
    for (const Soles::Move& move : moves) {
      sum += turned(move.from, heading[t]) - turned(move.to, heading[t + 1]);
    }
    const Vector2d way = moves.empty() ? sum : Vector2d(sum / static_cast<double>(moves.size()));
    seen.push_back(
        {way + centre[t + 1] - centre[t], moves.empty() ? 0.0 : 1.0, supports[t].flies()});
  }
  std::vector<Vector2d> result{Vector2d::Zero()};
  const std::vector<Vector2d> ways = evened(seen, fps);
  for (std::size_t t = 0; t < ways.size(); ++t) {
    result.push_back(result.back() + ways[t] - (centre[t + 1] - centre[t]));
  }
  return result;
}

/// By how much each frame is raised (T): lowest points stand, flights are parabolas.
std::vector<double> heights(const Soles& soles, const std::vector<Support>& supports, double fps) {
  std::vector<double> raised;
  for (int t = 0; t < soles.frames(); ++t) raised.push_back(-soles.lowest(t));
  const auto steps = static_cast<int>(supports.size());
  for (int first = 0; first < steps;) {
    int last = first;
    while (last < steps && supports[last].flies()) ++last;
    const double time = (last - first) / fps;
    for (int t = first + 1; first > 0 && last < steps && t < last; ++t) {
      const double u = (t - first) / fps;
      const double start = raised[first] + soles.centre(first).y();
      const double end = raised[last] + soles.centre(last).y();
      const double centre = start + (end - start) * u / time + 0.5 * kGravity * u * (time - u);
      raised[t] = std::max(raised[t], centre - soles.centre(t).y());
    }
    first = last + 1;
  }
  return calmed(raised, fps, false);
}

/// Poses of a loop with up to a second of its other end before and after.
Motion unrolled(const Motion& loop, int margin) {
  const int frames = loop.frames();
  Motion longer(loop.skeleton(), loop.fps(), frames + 2 * margin);
  for (int t = 0; t < longer.frames(); ++t) {
    const int from = (t + frames - margin) % frames;
    for (int j = 0; j < loop.joints(); ++j) longer.set_rotation(t, j, loop.rotation(from, j));
    longer.set_root_position(t, loop.root_position(from));
  }
  for (const auto& [joint, track] : loop.translations()) {
    std::vector<Vec3> all;
    for (int t = 0; t < longer.frames(); ++t) all.push_back(track[(t + frames - margin) % frames]);
    longer.set_translation(joint, std::move(all));
  }
  return longer;
}

/// How a root moves: the frames are turned and moved so (T).
struct Travel {
  std::vector<double> heading;
  std::vector<Vec3> place;
};

Travel travel(const Motion& motion, bool turns) {
  Soles soles(motion);
  const double fps = motion.fps();
  soles.set_thickness(thickness_of(soles, fps, turns));
  const std::vector<Support> supports = supports_of(soles, fps, turns).steps;
  Travel result;
  result.heading = turns ? headings(soles, supports, fps)
                         : std::vector<double>(static_cast<std::size_t>(motion.frames()), 0.0);
  const std::vector<Vector2d> place = places(soles, supports, result.heading, fps);
  const std::vector<double> raised = heights(soles, supports, fps);
  for (int t = 0; t < motion.frames(); ++t) {
    result.place.emplace_back(place[t].x(), raised[t], place[t].y());
  }
  return result;
}

Quat about_vertical(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())); }

}  // namespace

Motion travel_by_feet(Motion motion, const TravelOptions& options) {
  if (motion.frames() == 0) return motion;
  if (feet_of(motion.skeleton()).empty()) return plant_on_floor(std::move(motion), options.loops);
  const int second = static_cast<int>(std::ceil(motion.fps()));
  const int margin = options.loops ? std::min(second, motion.frames()) : 0;
  const Travel way = travel(margin > 0 ? unrolled(motion, margin) : motion, options.turns);
  const Quat back = about_vertical(-way.heading[margin]);
  Vec3 start = way.place[margin];
  start.y() = 0.0;
  for (int t = 0; t < motion.frames(); ++t) {
    const Quat turn = about_vertical(way.heading[t + margin] - way.heading[margin]);
    motion.set_rotation(t, 0, turn * motion.rotation(t, 0));
    motion.set_root_position(
        t, turn * motion.root_position(t) + back * (way.place[t + margin] - start));
  }
  return motion;
}

RootPath led_by_feet(const Motion& motion, const RootPath& way, const std::vector<double>& shares,
                     bool loops) {
  if (motion.frames() != way.frames() || std::ssize(shares) != way.frames()) {
    throw UsageError(fmt::format(
        "travel by feet: expected a way and shares of {} frames, as the motion has, found {} and "
        "{}",
        motion.frames(), way.frames(), shares.size()));
  }
  const bool none = std::ranges::all_of(shares, [](double share) { return share <= 0.0; });
  if (none || feet_of(motion.skeleton()).empty()) return way;
  const RootPath feet = root_path_of(travel_by_feet(motion, {.loops = loops}), way.body);
  RootPath result = way;
  for (int t = 0; t + 1 < way.frames(); ++t) {
    const double share = std::clamp(0.5 * (shares[t] + shares[t + 1]), 0.0, 1.0);
    Step step = (1.0 - share) * step_of(way, t) + share * step_of(feet, t);
    step.turn = step_of(way, t).turn;
    set_place(result, t + 1, moved(place_of(result, t), step));
  }
  return result;
}

}  // namespace poseaae::footing
