#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Standing alive: the weight wanders, the chest fills over two beats and empties over the next
/// two, and one arm at a time floats up and sinks.
class Breathe : public Phrase {
 public:
  explicit Breathe(const PhraseSpec& spec) : spec_(spec) {
    Side side = spec.side;
    for (double bar = 0.0; bar + 4.0 <= spec.beats; bar += 4.0, side = other(side)) {
      breath_.move(bar - 0.2, bar + 1.9, 1.0).move(bar + 1.9, bar + 4.0, 0.0);
      lift_[index(side)].move(bar - 0.4, bar + 2.0, 1.0).move(bar + 2.2, bar + 5.0, 0.0);
      lean_.move(bar - 0.5, bar + 1.6, sign(side));
    }
    lean_.move(spec.beats - 1.0, spec.beats + 0.8, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    Side side = spec_.side;
    for (double bar = 0.0; bar + 4.0 <= spec_.beats; bar += 4.0, side = other(side)) {
      const double beat = begin + bar;
      plan.feet.shift(beat - 0.8, beat + 1.2, 0.5 + 0.36 * sign(side));
      plan.adjust(other(side), beat + 1.3, beat + 2.2);
    }
    plan.feet.shift(begin + spec_.beats - 1.2, begin + spec_.beats, 0.5);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double breath = breath_.at(beat);
    const double lean = lean_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.1;
    c.drop = 0.025 * (1.0 - breath);
    c.aside = 0.02 * lean;
    c.hips = {.pitch = 1.0, .yaw = -4.0 * lean, .roll = 2.0 * lean};
    c.spine[0] = {.pitch = 1.0, .yaw = 2.0 * lean, .roll = -3.0 * lean};
    c.spine[1] = {.pitch = 4.0 - 7.0 * breath, .yaw = 3.0 * lean, .roll = -5.0 * lean};
    c.spine[2] = {.pitch = 5.0 - 9.0 * breath, .yaw = 8.0 * lean, .roll = -5.0 * lean};
    c.gaze = {
        .pitch = 9.0 - 14.0 * breath, .yaw = 22.0 * lean_.at(beat - 0.4), .roll = -4.0 * lean};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double lift = lift_[index(side)].at(beat);
      const double late = lift_[index(side)].at(beat - 0.4);
      ArmPose& arm = c.arm(side);
      arm.raise += size * (34.0 * lift + 6.0 * breath);
      arm.open += 16.0 * lift;
      arm.elbow += 30.0 * (lift - late) * 2.0;
      arm.roll += 14.0 * late;
      arm.wrist += 60.0 * (lift - late) - 8.0 * late;
      c.shrug(side) += 4.0 * breath;
    }
    return c;
  }

 private:
  PhraseSpec spec_;
  Track breath_, lean_;
  std::array<Track, 2> lift_;
};

}  // namespace

std::unique_ptr<Phrase> make_breathe(const PhraseSpec& spec) {
  return std::make_unique<Breathe>(spec);
}

}  // namespace poseaae::choreography
