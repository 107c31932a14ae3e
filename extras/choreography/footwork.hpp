#pragma once

#include <array>
#include <vector>

#include "choreography/curves.hpp"
#include "choreography/humanoid.hpp"
#include "choreography/timeline.hpp"

namespace poseaae::choreography {

/// Placement of a foot: the position of its ball (ToeBase) on the floor, and the direction of the
/// toes (radians about Y, 0 is +Z, positive to the left).
struct Placement {
  Vec3 ball{0, Body::kBallHeight, 0};
  double yaw = 0.0;
};

/// State of a foot at one moment.
struct FootState {
  Vec3 ball;  ///< of the placement or the step's arc
  double yaw = 0.0;
  double heel = 0.0;           ///< radians the heel is raised about the ball by raise_heel()
  double air = 0.0;            ///< 0 on the floor .. 1 in mid-flight
  double gesture = 0.0;        ///< 0 .. 1: how far the foot follows the direction of the leg
  Vec3 displacement{0, 0, 0};  ///< of the ankle, added to the arc (a kick)
  bool planted = true;
};

/// A key of a kick: displacement of the ankle from the arc of the step.
struct GestureKey {
  double beat;
  Vec3 displacement;
};

/// The plan of both feet and of the weight between them, in beats.
///
/// The ball of a planted foot does not move; the foot may only pivot about it. Events of a foot are
/// given in order. weight() is 1 with all weight on the left foot, 0 with all on the right.
class Footwork {
 public:
  Footwork(Placement left, Placement right);

  /// An arc to `to` between beats lift and land, `height` metres high, that passes `bow` beside the
  /// straight line on its middle: around the other leg.
  void step(Side foot, double lift, double land, const Placement& to, double height,
            const Vec3& bow = Vec3::Zero());
  /// A step with the ankle carried through `keys` on its way. @throws Error unless they are in
  /// order
  void gesture(Side foot, double lift, double land, const Placement& to,
               const std::vector<GestureKey>& keys);
  /// Turns the planted foot about its ball.
  void pivot(Side foot, double from, double to, double yaw);
  /// Raises the heel about the ball by so many radians: who kneels stands on the toes behind.
  void raise_heel(Side foot, double from, double to, double radians) {
    heels_[index(foot)].move(from, to, radians);
  }
  void shift(double from, double to, double weight) { weight_.move(from, to, weight); }
  /// All weight on `foot`.
  void stand_on(Side foot, double from, double to) {
    shift(from, to, foot == Side::kLeft ? 1.0 : 0.0);
  }

  [[nodiscard]] FootState at(Side foot, double beat) const;
  [[nodiscard]] double weight(double beat) const { return weight_.at(beat); }
  /// Where the foot stands after its last event.
  [[nodiscard]] const Placement& placement(Side foot) const { return last_[index(foot)]; }

 private:
  struct Flight {
    double lift, land;
    Placement from, to;
    Vec3 arc;
    std::vector<Key> keys;
  };
  std::array<std::vector<Flight>, 2> flights_;
  std::array<Track, 2> yaws_;
  std::array<Track, 2> heels_;
  std::array<Placement, 2> last_;
  Track weight_{0.5};
};

}  // namespace poseaae::choreography
