#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Down and up: in eight beats a plié over both feet, then a low passage from a lunge on one leg to
/// the other, and a rise with the arms sweeping up.
class Level : public Phrase {
 public:
  explicit Level(const PhraseSpec& spec) : spec_(spec) {
    Side side = spec.side;
    for (double bar = 0.0; bar + 4.0 <= spec.beats; bar += 8.0, side = other(side)) {
      plie_.move(bar, bar + 1.6, 1.0).move(bar + 2.0, bar + 3.6, 0.0);
      if (bar + 8.0 > spec.beats) break;
      low_.move(bar + 3.7, bar + 4.9, 1.0).move(bar + 6.2, bar + 7.6, 0.0);
      side_.move(bar + 3.6, bar + 4.8, sign(side));
      side_.move(bar + 5.0, bar + 6.2, -sign(side)).move(bar + 6.6, bar + 7.8, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    // Onto one foot and the other first, so that both can go where the stance wants them.
    const Side lead = spec_.side;
    plan.feet.stand_on(other(lead), begin - 1.1, begin - 0.5);
    plan.adjust(lead, begin - 0.55, begin, kTurnout);
    plan.feet.shift(begin - 0.2, begin + 0.5, 0.5 + 0.38 * sign(lead));
    plan.adjust(other(lead), begin + 0.3, begin + 0.85, kTurnout);
    plan.feet.shift(begin + 0.6, begin + 1.2, 0.5);
    Side side = lead;
    for (double bar = begin; bar + 8.0 <= begin + spec_.beats; bar += 8.0, side = other(side)) {
      plan.feet.shift(bar + 3.6, bar + 4.8, 0.5 + 0.42 * sign(side));
      plan.feet.shift(bar + 5.0, bar + 6.2, 0.5 - 0.42 * sign(side));
      plan.feet.shift(bar + 6.6, bar + 7.6, 0.5);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.7, 1.15, factors[kEnergy]);
    const double plie = plie_.at(beat);
    const double low = low_.at(beat);
    const double late = low_.at(beat - 0.25);
    const double side = side_.at(beat);
    const double trail = side_.at(beat - 0.25);
    const double depth = plie + low;
    Carriage c = at_ease(factors);
    c.bounce = 1.0 - 0.7 * depth;
    c.drop = size * (0.26 * plie + 0.27 * low);
    c.forward = -0.07 * size * depth;
    c.hips = {.pitch = size * (10.0 * plie + 12.0 * low), .yaw = -10.0 * side, .roll = -3.0 * side};
    c.spine[0] = {.pitch = size * (3.0 * plie + 5.0 * low), .yaw = 2.0 * side, .roll = 3.0 * trail};
    c.spine[1] = {
        .pitch = size * (2.0 * plie + 5.0 * late), .yaw = 5.0 * trail, .roll = 5.0 * trail};
    c.spine[2] = {
        .pitch = size * (1.0 * plie + 3.0 * late), .yaw = 8.0 * trail, .roll = 5.0 * trail};
    c.gaze = {.pitch = 6.0 * plie + 10.0 * late, .yaw = 26.0 * trail, .roll = -4.0 * side};
    const double pressed = plie_.at(beat - 0.15);
    for (const Side which : {Side::kLeft, Side::kRight}) {
      const double toward = trail * sign(which);
      ArmPose& arm = c.arm(which);
      // In the plié both arms gather low and rise again; in the lunge one reaches over the bent
      // leg.
      arm.raise = lerp(arm.raise, 42.0, 0.75 * pressed) + late * (22.0 + 30.0 * toward);
      arm.open = lerp(arm.open, 24.0, 0.8 * pressed) + late * (8.0 + 6.0 * toward);
      arm.elbow = lerp(arm.elbow, 48.0, 0.8 * pressed) - late * 12.0 * toward;
      arm.roll -= 10.0 * pressed;
      arm.wrist += 14.0 * (plie - pressed) * 3.0 - 10.0 * late * toward;
    }
    return c;
  }

 private:
  static constexpr double kTurnout = 28.0;
  PhraseSpec spec_;
  Track plie_, low_, side_;
};

}  // namespace

std::unique_ptr<Phrase> make_level(const PhraseSpec& spec) { return std::make_unique<Level>(spec); }

}  // namespace poseaae::choreography
