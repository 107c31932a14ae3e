#include "seated.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kSeat = 0.12;  // metres of the hips over the floor; resting_height() needs more

/// A hand on the floor beside the seat, `back` metres behind it.
Vec3 beside(const Plan& plan, double beat, Side side, const Vec3& seat, double back) {
  const Eigen::AngleAxisd heading(plan.heading.at(beat), Vec3::UnitY());
  Vec3 hand = seat + heading * Vec3(sign(side) * 0.3, 0.0, -back);
  hand.y() = 0.05;
  return hand;
}

}  // namespace

Sitting sit_down(Plan& plan, double beat, double pace, Side side, bool both) {
  const auto b = [&](double beats) { return beat + pace * beats; };
  plan.feet.stand_on(other(side), b(-0.9), b(-0.4));
  plan.adjust(side, b(-0.4), b(0.2), 18.0);
  plan.feet.stand_on(side, b(0.0), b(0.4));
  plan.adjust(other(side), b(0.3), b(0.8), 18.0);
  plan.feet.shift(b(0.6), b(1.0), 0.5);
  Sitting sitting;
  sitting.away *= plan.body().legs;
  sitting.seat = plan.spot(beat, 0.0, -sitting.away);
  sitting.seat.y() = kSeat;
  plan.support.sit(b(1.0), b(3.0), sitting.seat);
  sitting.since = b(2.3);
  const auto hand = [&](Side which) { return beside(plan, beat, which, sitting.seat, 0.2); };
  plan.support.lean(side, b(1.0), b(2.4), hand(side));
  if (both) plan.support.lean(other(side), b(2.0), b(3.3), hand(other(side)));
  return sitting;
}

void get_up(Plan& plan, double beat, double pace, Side side, const Sitting& sitting) {
  const auto b = [&](double beats) { return beat + pace * beats; };
  plan.support.lean(side, b(-1.3), b(0.1), beside(plan, beat, side, sitting.seat, 0.06));
  plan.support.rise(b(0.1), b(2.1));
  for (const Side leg : {Side::kLeft, Side::kRight}) plan.support.rest(leg, sitting.since, b(0.7));
  plan.support.let_go(side, b(0.6), b(1.9));
}

Carriage seated_carriage(const Factors& factors, double low, double floor, double calm) {
  Carriage c = at_ease(factors);
  c.bounce = 0.4 * (1.0 - low);
  c.drop = 0.46 * low;
  c.forward = -0.12 * low * (1.0 - floor);
  const double way = low * (1.0 - floor);  // in the squat, not on the floor
  c.hips = {.pitch = 24.0 * way - 8.0 * floor, .yaw = 0.0, .roll = 0.0};
  c.spine[0] = {.pitch = 10.0 * way + 5.0 * floor, .yaw = 0.0, .roll = 0.0};
  c.spine[1] = {.pitch = 10.0 * way + 2.0 * floor, .yaw = 0.0, .roll = 0.0};
  c.spine[2] = {.pitch = 6.0 * way - 2.0 * floor, .yaw = 0.0, .roll = 0.0};
  c.gaze = {.pitch = 12.0 * way, .yaw = 0.0, .roll = 0.0};
  for (ArmPose* arm : {&c.left, &c.right}) {
    *arm = mix(*arm, arm_at_height(0.1), calm);
    *arm = mix(*arm, {.raise = 66, .open = 16, .roll = -6, .elbow = 30, .twist = 0, .wrist = -6},
               0.8 * way);
    *arm = mix(*arm, {.raise = 40, .open = 60, .roll = 0, .elbow = 26, .twist = 0, .wrist = 0},
               0.7 * floor);
  }
  return c;
}

}  // namespace poseaae::choreography
