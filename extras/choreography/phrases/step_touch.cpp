#include <algorithm>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Step to the side on one beat, close and touch on the next, then back: the arms open with the
/// step and gather with the touch. Every other touch crosses behind or taps in front.
class StepTouch : public Phrase {
 public:
  explicit StepTouch(const PhraseSpec& spec)
      : spec_(spec), pairs_(static_cast<int>(std::floor(spec.beats / 2.0))) {
    for (int i = 0; i < pairs_; ++i) {
      travel_.move(2.0 * i - 0.5, 2.0 * i + 0.4, sign(stepping(i)));
      gather_.move(2.0 * i + 0.35, 2.0 * i + 0.95, 1.0).move(2.0 * i + 1.4, 2.0 * i + 2.0, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    plan.feet.stand_on(other(spec_.side), begin - 1.0, begin - 0.4);
    for (int i = 0; i < pairs_; ++i) {
      const Side foot = stepping(i);
      const double beat = begin + 2.0 * i;
      const Factors factors = plan.factors(beat);
      const double reach = lerp(0.09, 0.2, factors[kEnergy]);
      const double height = lerp(0.04, 0.09, factors[kEnergy]);
      plan.feet.step(foot, beat - 0.55, beat + 0.05, plan.home(foot, beat, sign(foot) * reach),
                     height);
      plan.feet.stand_on(foot, beat - 0.25, beat + 0.45);
      touch(plan, i, beat, reach, height);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double hips = travel_.at(beat);
    const double ribs = travel_.at(beat - 0.2);
    const double gather = gather_.at(beat - 0.08);
    Carriage c = at_ease(factors);
    c.bounce = 1.25;
    c.drop = 0.025 * size * (1.0 - gather);
    c.hips = {.pitch = 3.0 * gather, .yaw = 10.0 * size * hips, .roll = 3.0 * hips * gather};
    c.spine[0] = {.pitch = 2.0, .yaw = -5.0 * size * hips, .roll = -2.0 * hips * gather};
    c.spine[1] = {.pitch = 4.0 * size * gather - 2.0,
                  .yaw = -8.0 * size * ribs,
                  .roll = 5.0 * size * ribs * (1.0 - gather)};
    c.spine[2] = {.pitch = 5.0 * size * gather - 3.0,
                  .yaw = -10.0 * size * ribs,
                  .roll = 6.0 * size * ribs * (1.0 - gather)};
    c.gaze = {.pitch = 5.0 * gather, .yaw = 12.0 * ribs, .roll = 4.0 * ribs * (1.0 - gather)};
    const double late = gather_.at(beat - 0.2);
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double lead = 0.5 + 0.5 * ribs * sign(side);
      ArmPose& arm = c.arm(side);
      arm.open = lerp(arm.open + 14.0 * lead, 28.0, gather);
      arm.raise += size * lerp(lerp(-6.0, 24.0, lead), -8.0, gather);
      arm.elbow = lerp(arm.elbow - 8.0 * lead, 92.0, size * 0.8 * late);
      arm.roll += lerp(6.0, -14.0, gather);
      arm.twist += 30.0 * late;
      arm.wrist += lerp(-12.0, 16.0, gather);
      c.shrug(side) += 5.0 * size * gather;
    }
    return c;
  }

 private:
  [[nodiscard]] Side stepping(int pair) const {
    return pair % 2 == 0 ? spec_.side : other(spec_.side);
  }

  void touch(Plan& plan, int pair, double beat, double reach, double height) const {
    const Side foot = other(stepping(pair));
    // Four touches in turn: closed, in front, closed, crossed behind; the same for either foot.
    const int variant = (pair / 2) % 4;
    const double ahead = variant == 1 ? 0.14 : variant == 3 ? -0.13 : 0.02;
    const double stance = plan.factors(beat)[kStanceWidth];
    const double gap = variant == 3 ? 0.15 : std::max(0.14, 0.55 * stance);
    const double x = sign(stepping(pair)) * (reach + stance - gap);
    plan.feet.step(foot, beat + 0.48, beat + 1.02, plan.home(foot, beat + 1.0, x, ahead), height);
  }

  PhraseSpec spec_;
  int pairs_;
  Track travel_, gather_;
};

}  // namespace

std::unique_ptr<Phrase> make_step_touch(const PhraseSpec& spec) {
  return std::make_unique<StepTouch>(spec);
}

}  // namespace poseaae::choreography
