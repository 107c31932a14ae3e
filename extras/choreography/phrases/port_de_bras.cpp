#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Carriage of the arms, eight beats a round: both gather low, meet before the chest, one opens
/// wide and the other rises overhead while the body bends aside under it, then both cross the body
/// and open behind. The next round goes to the other side.
class PortDeBras : public Phrase {
 public:
  explicit PortDeBras(const PhraseSpec& spec) : spec_(spec) {
    Side side = spec.side;
    for (double bar = 0.0; bar + 4.0 <= spec.beats; bar += 8.0, side = other(side)) {
      gather_.move(bar - 0.4, bar + 1.0, 1.0).move(bar + 1.4, bar + 2.8, 0.0);
      bend_.move(bar + 1.2, bar + 3.2, sign(side)).move(bar + 3.4, bar + 5.2, 0.0);
      if (bar + 8.0 > spec.beats) break;
      cross_.move(bar + 4.0, bar + 5.6, 1.0).move(bar + 5.9, bar + 7.2, 0.0);
      twist_.move(bar + 4.0, bar + 5.6, -sign(side)).move(bar + 5.8, bar + 7.4, 0.0);
      arch_.move(bar + 5.8, bar + 6.8, 1.0).move(bar + 7.0, bar + 8.3, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    Side side = spec_.side;
    for (double bar = 0.0; bar + 4.0 <= spec_.beats; bar += 8.0, side = other(side)) {
      const double beat = begin + bar;
      plan.feet.shift(beat - 0.9, beat + 0.1, 0.5 - 0.36 * sign(side));
      plan.adjust(side, beat + 0.1, beat + 0.8);
      plan.feet.shift(beat + 1.2, beat + 2.8, 0.5 + 0.3 * sign(side));
      if (bar + 8.0 > spec_.beats) continue;
      plan.adjust(other(side), beat + 3.0, beat + 3.7);
      plan.feet.shift(beat + 4.2, beat + 5.6, 0.5 - 0.24 * sign(side));
    }
    plan.feet.shift(begin + spec_.beats - 1.4, begin + spec_.beats - 0.3, 0.5);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.7, 1.15, factors[kEnergy]);
    const double gather = gather_.at(beat);
    const double bend = bend_.at(beat);
    const double cross = cross_.at(beat);
    const double twist = twist_.at(beat);
    const double arch = arch_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.15;
    c.drop = size * (0.09 * gather + 0.05 * cross + 0.02 * std::abs(bend));
    c.aside = -0.05 * size * bend;
    c.hips = {.pitch = 3.0 * gather - 3.0 * arch, .yaw = 8.0 * twist, .roll = -5.0 * size * bend};
    c.spine[0] = {.pitch = 5.0 * gather - 5.0 * size * arch + 3.0 * cross,
                  .yaw = 7.0 * size * twist,
                  .roll = -9.0 * size * bend};
    c.spine[1] = {.pitch = 6.0 * gather - 7.0 * size * arch + 5.0 * cross,
                  .yaw = 10.0 * size * twist,
                  .roll = -12.0 * size * bend};
    c.spine[2] = {.pitch = 6.0 * gather - 8.0 * size * arch + 5.0 * cross,
                  .yaw = 12.0 * size * twist,
                  .roll = -11.0 * size * bend_.at(beat - 0.2)};
    c.gaze = {.pitch = 14.0 * gather - 16.0 * arch + 6.0 * cross,
              .yaw = 24.0 * bend_.at(beat - 0.3) + 14.0 * twist,
              .roll = -14.0 * bend};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      // The arm on the far side of the bend goes overhead, the near one opens low.
      const double over = std::max(0.0, -sign(side) * bend_.at(beat - 0.12));
      const double near = std::max(0.0, sign(side) * bend_.at(beat - 0.12));
      ArmPose& arm = c.arm(side);
      arm = mix(arm, {.raise = 46, .open = 18, .roll = -12, .elbow = 62, .twist = 8, .wrist = 12},
                0.9 * gather);
      arm = mix(arm, {.raise = 163, .open = 70, .roll = 48, .elbow = 34, .twist = 20, .wrist = 14},
                over);
      arm = mix(arm, {.raise = 58, .open = 52, .roll = 6, .elbow = 30, .twist = 8, .wrist = -8},
                near);
      const double under =
          sign(side) * sign(spec_.side) > 0.0 ? 8.0 : -8.0;  // not through each other
      arm = mix(arm,
                {.raise = 62 + under, .open = -14, .roll = 4, .elbow = 46, .twist = 0, .wrist = 16},
                cross);
      arm = mix(arm, {.raise = 76, .open = 112, .roll = 30, .elbow = 14, .twist = 24, .wrist = -24},
                arch);
      arm.wrist += 40.0 * (bend_.at(beat) - bend_.at(beat - 0.4)) * -sign(side);
      c.shrug(side) += 5.0 * over;
    }
    return c;
  }

 private:
  PhraseSpec spec_;
  Track gather_, bend_, cross_, twist_, arch_;
};

}  // namespace

std::unique_ptr<Phrase> make_port_de_bras(const PhraseSpec& spec) {
  return std::make_unique<PortDeBras>(spec);
}

}  // namespace poseaae::choreography
