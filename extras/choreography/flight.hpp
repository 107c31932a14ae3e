#pragma once

#include <vector>

/// Jumps: how the body rises and falls while no foot is on the floor.
namespace poseaae::choreography {

/// Times in seconds, heights in metres.
///
/// In flight the body is on a parabola of free fall, y = e + v t - g t^2 / 2 with v = g T / 2 for a
/// flight of T seconds, e the height of the hips over standing when the toes leave the floor.
/// Before it and after it the legs bend: quintic polynomials lead from rest into the parabola and
/// out of it with the same height, velocity and acceleration, so that the whole is C2.
class Flights {
 public:
  /// `gravity` in metres per second squared.
  explicit Flights(double gravity = 9.81) : gravity_(gravity) {}

  /// A flight from takeoff to landing, with hips that sink by `depth` before it and after it. The
  /// flights are given in order.
  void add(double takeoff, double landing, double depth);
  /// Of the hips over where they stand.
  [[nodiscard]] double rise(double seconds) const;
  /// Of the feet in flight; 0 at both ends of it.
  [[nodiscard]] double lift(double seconds) const;
  /// 0 .. 1: how far the feet are pointed, from the push before the flight to the landing.
  [[nodiscard]] double pointed(double seconds) const;
  [[nodiscard]] bool flying(double seconds) const;

 private:
  struct Flight {
    double takeoff, landing, depth;
  };
  [[nodiscard]] double rise(const Flight& flight, double seconds) const;
  double gravity_;
  std::vector<Flight> flights_;
};

}  // namespace poseaae::choreography
