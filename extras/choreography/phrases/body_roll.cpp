#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// A wave down the spine in four beats: head, chest, waist and hips go forward one after the other,
/// and the knees take it up. It alternates between straight ahead and the two diagonals.
class BodyRoll : public Phrase {
 public:
  explicit BodyRoll(const PhraseSpec& spec) : spec_(spec) {
    Side side = spec.side;
    for (double bar = 0.0; bar + 4.0 <= spec.beats; bar += 4.0, side = other(side)) {
      diagonal_.move(bar - 0.7, bar + 0.5, 0.8 * sign(side));
    }
    diagonal_.move(spec.beats - 0.8, spec.beats + 0.4, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    Side side = spec_.side;
    for (double bar = 0.0; bar + 4.0 <= spec_.beats; bar += 4.0, side = other(side)) {
      const double beat = begin + bar;
      plan.feet.shift(beat - 0.9, beat + 0.2, 0.5 - 0.34 * sign(side));
      plan.adjust(side, beat + 0.05, beat + 0.75);
      plan.feet.shift(beat + 0.7, beat + 1.9, 0.5 + 0.26 * sign(side));
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double diagonal = diagonal_.at(beat);
    // Curl (forward bend) is positive; every part runs the same wave a little later.
    const auto roll = [&](double lag) {
      const double x = (beat - lag) / 4.0;
      return 0.75 * wave(x) + 0.25 * wave(2.0 * x + 0.1);
    };
    const double knees = roll(1.5);
    Carriage c = at_ease(factors);
    c.bounce = 0.25;
    c.drop = size * (0.075 + 0.06 * knees);
    c.forward = -size * (0.06 * roll(1.2));
    c.hips = {.pitch = 11.0 * size * roll(1.3), .yaw = 14.0 * diagonal, .roll = 2.0 * diagonal};
    c.spine[0] = {.pitch = 9.0 * size * roll(0.95), .yaw = 2.0 * diagonal, .roll = 0.0};
    c.spine[1] = {.pitch = 13.0 * size * roll(0.6), .yaw = 4.0 * diagonal, .roll = 2.0 * diagonal};
    c.spine[2] = {.pitch = 14.0 * size * roll(0.3), .yaw = 5.0 * diagonal, .roll = 2.0 * diagonal};
    c.gaze = {.pitch = 3.0 + 16.0 * size * roll(0.0), .yaw = 20.0 * diagonal, .roll = 0.0};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double lag = 0.55 + 0.2 * sign(side) * diagonal;
      ArmPose& arm = c.arm(side);
      arm.raise += size * (10.0 + 20.0 * roll(lag + 1.6));
      arm.open += size * (-16.0 * roll(lag) + 10.0 * sign(side) * diagonal);
      arm.elbow += size * (22.0 + 20.0 * roll(lag + 0.3));
      arm.roll -= 8.0 * roll(lag);
      arm.wrist += 20.0 * roll(lag + 0.8);
      c.shrug(side) += 6.0 * size * roll(0.2);
    }
    return c;
  }

 private:
  PhraseSpec spec_;
  Track diagonal_;
};

}  // namespace

std::unique_ptr<Phrase> make_body_roll(const PhraseSpec& spec) {
  return std::make_unique<BodyRoll>(spec);
}

}  // namespace poseaae::choreography
