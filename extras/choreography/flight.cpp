#include "choreography/flight.hpp"

#include <algorithm>

#include "choreography/curves.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kToeRise = 0.03;    // of the hips over standing, on the toes
constexpr double kSink_s = 0.42;     // from standing to the lowest point
constexpr double kRecover_s = 0.55;  // from the lowest point to standing
constexpr double kLandingShare = 0.85;
constexpr double kPoint_s = 0.14;

}  // namespace

void Flights::add(double takeoff, double landing, double depth) {
  flights_.push_back({takeoff, landing, depth});
}

double Flights::rise(const Flight& flight, double seconds) const {
  const double speed = 0.5 * gravity_ * (flight.landing - flight.takeoff);
  // The way of the push at about half of its last speed.
  const auto push_s = [&](double depth) { return 1.7 * (depth + kToeRise) / speed; };
  // From rest (x = 0) over the lowest point into the parabola; a landing runs backwards.
  const auto bend = [&](double x, double still_s, double depth) {
    const double push = push_s(depth);
    const double force = 1.6 * speed / push;
    const Moment lowest{-depth, 0.0, force};
    if (x < still_s) return hermite({0.0, 0.0, 0.0}, lowest, still_s, x);
    return hermite(lowest, {kToeRise, speed, -gravity_}, push, x - still_s);
  };
  if (seconds < flight.takeoff) {
    return bend(seconds - (flight.takeoff - push_s(flight.depth) - kSink_s), kSink_s, flight.depth);
  }
  if (seconds > flight.landing) {
    const double depth = kLandingShare * flight.depth;
    return bend(flight.landing + push_s(depth) + kRecover_s - seconds, kRecover_s, depth);
  }
  const double t = seconds - flight.takeoff;
  return kToeRise + t * (speed - 0.5 * gravity_ * t);
}

double Flights::rise(double seconds) const {
  double sum = 0.0;
  for (const Flight& flight : flights_) sum += rise(flight, seconds);
  return sum;
}

double Flights::lift(double seconds) const {
  double sum = 0.0;
  for (const auto& [takeoff, landing, depth] : flights_) {
    if (seconds > takeoff && seconds < landing) {
      sum += 0.5 * gravity_ * (seconds - takeoff) * (landing - seconds);
    }
  }
  return sum;
}

double Flights::pointed(double seconds) const {
  double most = 0.0;
  for (const auto& [takeoff, landing, depth] : flights_) {
    most = std::max(most, plateau(seconds, takeoff - kPoint_s, takeoff + 0.3 * kPoint_s,
                                  landing - 0.5 * kPoint_s, landing + kPoint_s));
  }
  return most;
}

bool Flights::flying(double seconds) const {
  return std::ranges::any_of(flights_, [&](const Flight& flight) {
    return seconds > flight.takeoff && seconds < flight.landing;
  });
}

}  // namespace poseaae::choreography
