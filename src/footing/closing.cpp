#include "poseaae/footing/closing.hpp"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/standing.hpp"

namespace poseaae::footing {

using Eigen::Vector2d;

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

/// A step of the loop as it is: what it can be turned about, and how easily.
struct Pivot {
  Vector2d place{0, 0};  ///< x, z
  double weight = 1.0;
};

/// One for each frame: the step to the next one.
std::vector<Pivot> pivots_of(const mocap::Motion& motion, const RootPath& way) {
  constexpr double kTwoFeet = 0.2;
  const Contacts contacts = contacts_of(motion);
  std::vector<Pivot> pivots;
  std::vector<double> weights;
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
    Vector2d sum = Vector2d::Zero();
    int standing = 0;
    int feet = 0;
    int number = 0;
    for (std::size_t f = 0; f < contacts.feet.size(); ++f) {
      feet += contacts.carries(t, static_cast<int>(f)) ? 1 : 0;
      for (const SolePoint& point : contacts.feet[f].sole) {
        if (!contacts.at(t, number++)) continue;
        const mocap::Vec3 place = position_of(point, pose);
        sum += Vector2d(place.x(), place.z());
        ++standing;
      }
    }
    const Place body = place_of(way, t);
    pivots.push_back({standing > 0 ? Vector2d(sum / standing) : Vector2d(body.x, body.z)});
    weights.push_back(feet > 1 ? kTwoFeet : 1.0);
  }
  weights = calmed(weights, motion.fps(), true);
  for (std::size_t t = 0; t < pivots.size(); ++t) pivots[t].weight = weights[t];
  return pivots;
}

Vector2d about(const Vector2d& pivot, const Vector2d& place, double angle) {
  const auto [x, z] = turned(place.x() - pivot.x(), place.y() - pivot.y(), angle);
  return pivot + Vector2d(x, z);
}

/// A loop that is bent: frames + 1 places, the last of which should be the first.
class Bent {
 public:
  Bent(const mocap::Motion& motion, const RootPath& way)
      : pivots_(pivots_of(motion, way)), fps_(motion.fps()) {
    for (int t = 0; t < way.frames(); ++t) places_.push_back(place_of(way, t));
    places_.push_back(moved(places_.back(), step_across(way, way)));
    for (const Pivot& pivot : pivots_) whole_ += pivot.weight;
    double sum = 0.0;
    for (const Pivot& pivot : pivots_) {
      const double phase = kTurn * sum / whole_;
      sum += pivot.weight;
      waves_.emplace_back(pivot.weight * std::cos(phase), pivot.weight * std::sin(phase));
      mean_wave_ += waves_.back();
    }
  }

  /// Radians that are missing to face as it began.
  [[nodiscard]] double missing_turn() const {
    return std::remainder(places_.front().heading - places_.back().heading, kTurn);
  }
  /// d_t, by which it turns in all by `turn` more.
  [[nodiscard]] std::vector<double> turns(double turn, const Vector2d& c) const {
    const double even = (turn - c.dot(mean_wave_)) / whole_;
    std::vector<double> result;
    for (std::size_t t = 0; t < pivots_.size(); ++t) {
      result.push_back(even * pivots_[t].weight + c.dot(waves_[t]));
    }
    return result;
  }
  /// The places of all frames, and that of the first once more.
  [[nodiscard]] std::vector<Place> places(const std::vector<double>& turns) const {
    // What has been turned so far: about the origin, then moved.
    double angle = 0.0;
    Vector2d shift = Vector2d::Zero();
    std::vector<Place> result;
    for (std::size_t t = 0; t < places_.size(); ++t) {
      const Place& place = places_[t];
      const Vector2d there = about(Vector2d::Zero(), {place.x, place.z}, angle) + shift;
      result.push_back({there.x(), there.y(), place.heading + angle});
      if (t == turns.size()) break;
      // Of about(pivot, x, d) applied first.
      const Vector2d& pivot = pivots_[t].place;
      shift += about(Vector2d::Zero(), pivot - about(Vector2d::Zero(), pivot, turns[t]), angle);
      angle += turns[t];
    }
    return result;
  }
  [[nodiscard]] Vector2d missed(double turn, const Vector2d& c) const {
    const auto all = places(turns(turn, c));
    return {all.back().x - all.front().x, all.back().z - all.front().z};
  }
  [[nodiscard]] double fastest(double turn, const Vector2d& c) const {
    double most = 0.0;
    for (const double d : turns(turn, c)) most = std::max(most, std::abs(d) * fps_);
    return most;
  }

  /// c for which nothing is missed, from a start, or as near to that as it comes.
  [[nodiscard]] Vector2d solved(double turn, Vector2d c) const {
    constexpr int kSteps = 20;
    constexpr double kLongest = 0.3;  // of a step, against the amplitude of a circle
    const double unit = kTurn / whole_;
    for (int step = 0; step < kSteps; ++step) {
      const Vector2d here = missed(turn, c);
      const double small = 1e-4 * unit;
      Eigen::Matrix2d slope;
      slope.col(0) = (missed(turn, c + Vector2d(small, 0)) - here) / small;
      slope.col(1) = (missed(turn, c + Vector2d(0, small)) - here) / small;
      const double damping = 1e-3 * slope.squaredNorm();
      const Eigen::Matrix2d normal =
          slope.transpose() * slope + damping * here.norm() * Eigen::Matrix2d::Identity();
      Vector2d change = -normal.inverse() * (slope.transpose() * here);
      if (!change.allFinite()) break;
      change *= std::min(1.0, kLongest * unit / std::max(1e-12, change.norm()));
      c += change;
    }
    return c;
  }
  [[nodiscard]] double unit() const { return kTurn / whole_; }
  [[nodiscard]] double time() const { return static_cast<double>(pivots_.size()) / fps_; }

 private:
  std::vector<Place> places_;
  std::vector<Pivot> pivots_;
  std::vector<Vector2d> waves_;
  Vector2d mean_wave_{0, 0};
  double whole_ = 0.0;
  double fps_;
};

/// The turns that lead it back with the least speed of feet.
std::vector<double> best_turns(const Bent& loop) {
  constexpr double kFoot_m = 0.05;  // from its middle to its ends
  constexpr double kFastest_rps = 2.5;
  std::vector<double> best = loop.turns(loop.missing_turn(), Vector2d::Zero());
  double least = std::numeric_limits<double>::infinity();
  for (const int more : {0, 1, -1}) {
    const double turn = loop.missing_turn() + kTurn * more;
    std::vector<Vector2d> tries{Vector2d::Zero()};
    for (const double x : {-1.0, 0.0, 1.0}) {
      for (const double y : {-1.0, 0.0, 1.0}) {
        tries.push_back(loop.solved(turn, loop.unit() * Vector2d(x, y)));
      }
    }
    for (const Vector2d& c : tries) {
      const double fast = loop.fastest(turn, c);
      const double cost = kFoot_m * fast + loop.missed(turn, c).norm() / loop.time();
      if (fast > kFastest_rps || cost >= least) continue;
      least = cost;
      best = loop.turns(turn, c);
    }
  }
  return best;
}

Step mean_of(const Step& a, const Step& b) { return 0.5 * (a + b); }

}  // namespace

Step step_across(const RootPath& from, const RootPath& to) {
  const bool first = from.frames() > 1;
  const bool second = to.frames() > 1;
  if (!first) return second ? step_of(to, 0) : Step{};
  const Step last = step_of(from, from.frames() - 2);
  return second ? mean_of(last, step_of(to, 0)) : last;
}

RootPath closed_evenly(RootPath way, const std::vector<Place>& places) {
  const int frames = way.frames();
  if (std::ssize(places) != frames + 1) {
    throw UsageError(fmt::format("loop: expected {} places, a frame's more than its way, found {}",
                                 frames + 1, places.size()));
  }
  const Place& first = places.front();
  const Place& last = places.back();
  for (int t = 0; t < frames; ++t) {
    const double share = static_cast<double>(t) / frames;
    set_place(way, t,
              {places[t].x - share * (last.x - first.x), places[t].z - share * (last.z - first.z),
               places[t].heading});
  }
  return way;
}

RootPath led_back(const mocap::Motion& motion, const RootPath& way) {
  if (motion.frames() != way.frames()) {
    throw UsageError(fmt::format("loop: expected a way of {} frames, as the motion has, found {}",
                                 motion.frames(), way.frames()));
  }
  const int frames = way.frames();
  if (frames < 2) return way;
  const Bent loop(motion, way);
  return closed_evenly(way, loop.places(best_turns(loop)));
}

}  // namespace poseaae::footing
