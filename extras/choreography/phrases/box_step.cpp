#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// The waltz box in bars of three: ahead, aside, close; back, aside, close. The body sinks into the
/// first beat, rises through the second and third, and turns its frame with the step.
class BoxStep : public Phrase {
 public:
  explicit BoxStep(const PhraseSpec& spec)
      : spec_(spec), bars_(static_cast<int>(std::floor(spec.beats / 3.0))) {
    Side side = spec.side;
    for (int i = 0; i < bars_; ++i, side = other(side)) {
      rise_.move(3.0 * i + 0.3, 3.0 * i + 1.9, 1.0).move(3.0 * i + 2.2, 3.0 * i + 3.2, 0.0);
      frame_.move(3.0 * i - 0.6, 3.0 * i + 1.1, sign(side));
    }
    for (int i = 0; i < bars_; ++i) {
      const double way = i % 2 == 0 ? 1.0 : -1.0;
      along_.move(3.0 * i - 0.5, 3.0 * i + 0.6, way).move(3.0 * i + 0.8, 3.0 * i + 2.0, 0.0);
      sidestep_.move(3.0 * i + 0.5, 3.0 * i + 1.6, way * sign(spec.side))
          .move(3.0 * i + 1.8, 3.0 * i + 3.0, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    const Side lead = spec_.side;
    plan.feet.stand_on(other(lead), begin - 1.1, begin - 0.5);
    for (int i = 0; i < bars_; ++i) {
      // Odd bars walk the box home: the other foot leads, back and to the other side.
      const bool out = i % 2 == 0;
      const Side first = out ? lead : other(lead);
      const double beat = begin + 3.0 * i;
      const double size = lerp(0.2, 0.34, plan.factors(beat)[kEnergy]);
      const double z = out ? size : 0.0;
      const double aside = -sign(lead) * (out ? size : 0.0);
      const double before = -sign(lead) * (out ? 0.0 : size);
      walk(plan, first, beat, before, z);
      walk(plan, other(first), beat + 1.0, aside, z);
      walk(plan, first, beat + 2.0, aside, z);
      if (3.0 * (i + 1) + 1.0 > spec_.beats) plan.feet.shift(beat + 2.3, beat + 2.9, 0.5);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double rise = rise_.at(beat);
    const double frame = frame_.at(beat);
    const double late = frame_.at(beat - 0.35);
    const double along = along_.at(beat);
    const double aside = sidestep_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.25;
    c.drop = size * (0.07 * (1.0 - rise)) - 0.008 * rise;
    c.hips = {.pitch = 1.5 * along, .yaw = 8.0 * size * frame, .roll = 2.0 * aside};
    c.spine[0] = {.pitch = 1.0 - 2.0 * rise, .yaw = 2.0 * late, .roll = 2.0 * aside};
    c.spine[1] = {.pitch = 1.0 - 3.0 * rise, .yaw = 6.0 * size * late, .roll = 4.0 * size * aside};
    c.spine[2] = {.pitch = 0.0 - 3.0 * rise, .yaw = 7.0 * size * late, .roll = 5.0 * size * aside};
    c.gaze = {.pitch = 2.0 - 5.0 * rise, .yaw = 24.0 * late, .roll = 5.0 * aside};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double toward = late * sign(side);
      ArmPose& arm = c.arm(side);
      arm.raise += size * (10.0 * rise + 18.0 * toward);
      arm.open += size * (18.0 * toward - 6.0 * rise);
      arm.elbow += 16.0 - 20.0 * toward - 8.0 * rise;
      arm.roll += 10.0 * toward;
      arm.wrist += 12.0 * (0.5 - rise);
    }
    return c;
  }

 private:
  static void walk(Plan& plan, Side foot, double beat, double x, double z) {
    plan.feet.step(foot, beat - 0.56, beat + 0.06, plan.home(foot, beat, x, z, 10.0), 0.035);
    plan.feet.stand_on(foot, beat - 0.2, beat + 0.42);
  }

  PhraseSpec spec_;
  int bars_;
  Track rise_, frame_, along_, sidestep_;
};

}  // namespace

std::unique_ptr<Phrase> make_box_step(const PhraseSpec& spec) {
  return std::make_unique<BoxStep>(spec);
}

}  // namespace poseaae::choreography
