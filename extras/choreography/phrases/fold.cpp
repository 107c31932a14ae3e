#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// A deep bend, eight beats: the head sinks first and the spine rolls down after it, over soft
/// knees until the hands are near the floor; there the trunk swings to one side and the other, and
/// rolls up again from the hips, with the arms rising.
class Fold : public Phrase {
 public:
  explicit Fold(const PhraseSpec& spec) : spec_(spec) {
    Side side = spec.side;
    for (double bar = 0.0; bar + 4.0 <= spec.beats; bar += 8.0, side = other(side)) {
      const bool brief = bar + 8.0 > spec.beats;
      const double up = bar + (brief ? 1.9 : 5.2);
      fold_.move(bar - 0.2, bar + 1.9, brief ? 0.6 : 1.0).move(up, up + 2.3, 0.0);
      if (brief) break;
      sway_.move(bar + 1.6, bar + 2.8, sign(side)).move(bar + 3.0, bar + 4.4, -sign(side));
      sway_.move(bar + 4.6, bar + 5.8, 0.0);
      rise_.move(bar + 5.6, bar + 7.2, 1.0).move(bar + 7.2, bar + 8.6, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    plan.feet.shift(begin - 0.9, begin - 0.1, 0.5 - 0.4 * sign(spec_.side));
    plan.adjust(spec_.side, begin - 0.1, begin + 0.6, 18.0);
    plan.feet.shift(begin + 0.4, begin + 1.4, 0.5);
    Side side = spec_.side;
    for (double bar = begin; bar + 8.0 <= begin + spec_.beats; bar += 8.0, side = other(side)) {
      plan.feet.shift(bar + 1.6, bar + 2.8, 0.5 + 0.2 * sign(side));
      plan.feet.shift(bar + 3.0, bar + 4.4, 0.5 - 0.2 * sign(side));
      plan.feet.shift(bar + 4.6, bar + 5.8, 0.5);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.8, 1.05, factors[kEnergy]);
    // What leans already has less far to go.
    const double depth = size * (1.0 - std::max(0.0, factors[kLean]) / 60.0);
    const double hips = depth * fold_.at(beat - 0.5);
    const double waist = depth * fold_.at(beat - 0.3);
    const double chest = depth * fold_.at(beat - 0.1);
    const double head = depth * fold_.at(beat + 0.2);
    const double sway = sway_.at(beat);
    const double late = sway_.at(beat - 0.25);
    const double rise = rise_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.3 * (1.0 - fold_.at(beat));
    c.drop = 0.07 * hips + 0.03 * std::abs(sway);
    c.forward = -0.2 * hips;
    c.hips = {.pitch = 64.0 * hips - 3.0 * rise, .yaw = 4.0 * sway, .roll = 0.0};
    c.spine[0] = {.pitch = 24.0 * waist - 3.0 * rise, .yaw = 7.0 * sway, .roll = 3.0 * late};
    c.spine[1] = {.pitch = 25.0 * waist - 5.0 * rise, .yaw = 9.0 * late, .roll = 4.0 * late};
    c.spine[2] = {.pitch = 19.0 * chest - 6.0 * rise, .yaw = 11.0 * late, .roll = 4.0 * late};
    c.gaze = {.pitch = 96.0 * head - 12.0 * rise, .yaw = 14.0 * late, .roll = 0.0};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double toward = late * sign(side);
      ArmPose& arm = c.arm(side);
      // Hanging from a trunk that is folded by 130 degrees, the arms are raised before the body.
      arm = mix(arm,
                {.raise = 116 + 8 * toward,
                 .open = 12 + 10 * toward,
                 .roll = 0,
                 .elbow = 34,
                 .twist = 0,
                 .wrist = 0},
                std::min(1.0, chest));
      arm = mix(arm, {.raise = 158, .open = 58, .roll = 44, .elbow = 34, .twist = 16, .wrist = 6},
                rise);
      arm.wrist -= 10.0 * toward;
    }
    return c;
  }

 private:
  PhraseSpec spec_;
  Track fold_, sway_, rise_;
};

}  // namespace

std::unique_ptr<Phrase> make_fold(const PhraseSpec& spec) { return std::make_unique<Fold>(spec); }

}  // namespace poseaae::choreography
