#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Arms as pendulums, two beats a swing: down past the soft knees and up on the other side, over
/// the shoulder; every second pair of swings runs on overhead as a full circle.
class Swing : public Phrase {
 public:
  explicit Swing(const PhraseSpec& spec) : spec_(spec), side_(-sign(spec.side)) {
    Side side = spec.side;
    for (double bar = 0.0; bar + 2.0 <= spec.beats; bar += 2.0, side = other(side)) {
      side_.move(bar - 0.6, bar + 1.1, sign(side));
      low_.move(bar - 0.7, bar + 0.2, 1.0).move(bar + 0.25, bar + 1.3, 0.0);
      const bool circles = static_cast<int>(bar / 2.0) % 4 == 3 && bar + 4.0 <= spec.beats;
      if (circles) over_.move(bar + 0.6, bar + 1.5, 1.0).move(bar + 1.6, bar + 2.6, 0.0);
    }
    side_.move(spec.beats - 0.7, spec.beats + 0.6, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    Side side = spec_.side;
    for (double bar = 0.0; bar + 2.0 <= spec_.beats; bar += 2.0, side = other(side)) {
      const double beat = begin + bar;
      plan.feet.shift(beat - 0.6, beat + 0.9, 0.5 + 0.34 * sign(side));
      if (beat + 2.0 <= begin + spec_.beats) plan.adjust(other(side), beat + 0.75, beat + 1.35);
    }
    plan.feet.shift(begin + spec_.beats - 1.0, begin + spec_.beats, 0.5);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double way = side_.at(beat);
    const double late = side_.at(beat - 0.15);
    const double low = low_.at(beat);
    const double over = over_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.3;
    c.drop = size * 0.11 * low - 0.012 * over;
    c.aside = 0.03 * way;
    c.hips = {.pitch = 7.0 * low, .yaw = 10.0 * size * way, .roll = 3.0 * way};
    c.spine[0] = {.pitch = 7.0 * size * low - 2.0 * over, .yaw = 7.0 * size * way, .roll = 0.0};
    c.spine[1] = {
        .pitch = 8.0 * size * low - 3.0 * over, .yaw = 9.0 * size * late, .roll = 4.0 * late};
    c.spine[2] = {
        .pitch = 7.0 * size * low - 4.0 * over, .yaw = 11.0 * size * late, .roll = 5.0 * late};
    c.gaze = {.pitch = 10.0 * low - 10.0 * over, .yaw = 28.0 * late, .roll = 3.0 * late};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      // 1 on the arm's own side and swung out, -1 across the body.
      const double out = sign(side) * way;
      const double trail = sign(side) * side_.at(beat - 0.35);
      ArmPose& arm = c.arm(side);
      const ArmPose down{.raise = 22, .open = 40, .roll = 0, .elbow = 14, .twist = 0, .wrist = 0};
      const ArmPose wide{
          .raise = 96, .open = 78, .roll = 18, .elbow = 18, .twist = 12, .wrist = -10};
      const ArmPose across{
          .raise = 80, .open = -12, .roll = 6, .elbow = 44, .twist = 6, .wrist = 10};
      arm = mix(arm, out > 0.0 ? wide : across, size * 0.8 * ease(std::abs(out)));
      arm = mix(arm, down, 0.85 * low);
      arm = mix(arm, {.raise = 160, .open = 64, .roll = 40, .elbow = 24, .twist = 16, .wrist = 8},
                over);
      arm.wrist += 26.0 * (trail - out);
      c.shrug(side) += 4.0 * over;
    }
    return c;
  }

 private:
  PhraseSpec spec_;
  Track side_, low_, over_;
};

}  // namespace

std::unique_ptr<Phrase> make_swing(const PhraseSpec& spec) { return std::make_unique<Swing>(spec); }

}  // namespace poseaae::choreography
