#include <algorithm>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Down to one knee and up, eight beats: a foot steps ahead, the other back, and its knee goes down
/// on raised toes; there the arms open, one overhead with a bend aside, and the body rises
/// again. Right and left knee in turn.
class Kneel : public Phrase {
 public:
  explicit Kneel(const PhraseSpec& spec)
      : spec_(spec), kneelings_(std::max(1, static_cast<int>(std::floor(spec.beats / 8.0)))) {
    for (int i = 0; i < kneelings_; ++i) {
      const double start = at(i);
      const auto b = [&](double beat) { return start + pace() * beat; };
      down_.move(b(0.9), b(2.5), 1.0).move(b(5.0), b(6.6), 0.0);
      bend_.move(b(2.3), b(3.5), sign(front(i))).move(b(3.6), b(4.6), -0.6 * sign(front(i)));
      bend_.move(b(4.7), b(5.8), 0.0);
      side_.move(b(-0.6), b(0.8), sign(front(i)));
    }
    side_.move(spec_.beats - 0.9, spec_.beats + 0.4, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    const Body& body = plan.body();
    const double split = 0.44 * body.legs;
    for (int i = 0; i < kneelings_; ++i) {
      const auto b = [&](double beat) { return begin + at(i) + pace() * beat; };
      const Side ahead = front(i);
      const Side knee = other(ahead);
      const auto stand = [&](Side foot, double z) {
        return on_track(plan, foot, b(0.0), 0.2, 0.0, z, 6.0);
      };
      plan.feet.stand_on(knee, b(-0.95), b(-0.35));
      plan.feet.step(ahead, b(-0.5), b(0.25), stand(ahead, split - 0.06), 0.05);
      plan.feet.shift(b(-0.1), b(0.6), 0.5 + 0.3 * sign(ahead));
      plan.feet.step(knee, b(0.35), b(1.05), stand(knee, -split), 0.05);
      plan.feet.shift(b(0.9), b(1.9), 0.5);
      plan.feet.raise_heel(knee, b(0.8), b(2.2), kOnToes);
      // The shin is behind the knee, the ball of the foot at its end.
      const double back = Body::kBallForward - split + 0.97 * body.shin();
      Vec3 seat = plan.spot(b(0.0), 0.0, back);
      seat.y() = kKnee + body.thigh() + Body::kHipDrop;
      plan.support.sit(b(1.0), b(2.6), seat);
      plan.support.rest(knee, b(1.9), b(5.6));
      plan.support.rise(b(5.0), b(6.5));
      plan.feet.raise_heel(knee, b(5.2), b(6.4), 0.0);
      plan.feet.stand_on(ahead, b(5.6), b(6.3));
      plan.feet.step(knee, b(6.3), b(6.9), plan.home(knee, b(7.0)), 0.05);
      plan.feet.stand_on(knee, b(6.6), b(7.05));
      plan.feet.step(ahead, b(6.92), b(7.4), plan.home(ahead, b(7.2)), 0.05);
      plan.feet.shift(b(7.1), b(7.5), 0.5);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.7, 1.1, factors[kEnergy]);
    const double down = down_.at(beat);
    const double late = down_.at(beat - 0.3);
    const double moving = 4.0 * down * (1.0 - down);  // on the way down and up
    const double bend = bend_.at(beat);
    const double side = side_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.4 * (1.0 - down);
    c.hips = {.pitch = 4.0 * down + 8.0 * moving, .yaw = -8.0 * side * down, .roll = 0.0};
    c.spine[0] = {.pitch = 2.0 * moving, .yaw = 4.0 * side * down, .roll = -7.0 * size * bend};
    c.spine[1] = {.pitch = 4.0 * moving - 3.0 * std::abs(bend),
                  .yaw = 6.0 * side * late,
                  .roll = -10.0 * size * bend};
    c.spine[2] = {.pitch = 3.0 * moving - 4.0 * std::abs(bend),
                  .yaw = 7.0 * size * bend,
                  .roll = -10.0 * size * bend_.at(beat - 0.2)};
    c.gaze = {.pitch = 12.0 * moving - 4.0 * std::abs(bend),
              .yaw = 20.0 * bend_.at(beat - 0.3),
              .roll = -10.0 * bend};
    for (const Side which : {Side::kLeft, Side::kRight}) {
      const double over = std::max(0.0, -sign(which) * bend_.at(beat - 0.1));
      const double near = std::max(0.0, sign(which) * bend_.at(beat - 0.1));
      ArmPose& arm = c.arm(which);
      arm = mix(arm, {.raise = 50, .open = 52, .roll = 4, .elbow = 34, .twist = 4, .wrist = 6},
                0.5 * moving);
      arm = mix(arm, {.raise = 164, .open = 68, .roll = 46, .elbow = 30, .twist = 18, .wrist = 10},
                over);
      arm = mix(arm, {.raise = 66, .open = 66, .roll = 10, .elbow = 24, .twist = 8, .wrist = -10},
                near);
    }
    return c;
  }

 private:
  static constexpr double kOnToes = 72.0 * kDegree;
  static constexpr double kKnee = 0.075;  // metres of a knee over the floor on which it lies

  [[nodiscard]] Side front(int i) const { return i % 2 == 0 ? spec_.side : other(spec_.side); }
  [[nodiscard]] double at(int i) const { return 8.0 * pace() * i; }
  /// Of a phrase that has no room for eight beats.
  [[nodiscard]] double pace() const { return std::min(1.0, (spec_.beats - 0.6) / 7.4); }

  PhraseSpec spec_;
  int kneelings_;
  Track down_, bend_, side_;
};

}  // namespace

std::unique_ptr<Phrase> make_kneel(const PhraseSpec& spec) { return std::make_unique<Kneel>(spec); }

}  // namespace poseaae::choreography
