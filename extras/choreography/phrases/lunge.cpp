#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// A deep lunge in four beats: a long step ahead, the weight sinks over it with both arms reaching
/// in one line with the leg behind, then it pushes back and closes. Left and right in turn; every
/// second pair goes aside with the trunk bent over the leg.
class Lunge : public Phrase {
 public:
  explicit Lunge(const PhraseSpec& spec)
      : spec_(spec), lunges_(static_cast<int>(std::floor(spec.beats / 4.0))) {
    for (int i = 0; i < lunges_; ++i) {
      const double beat = 4.0 * i;
      deep_.move(beat - 0.1, beat + 1.3, 1.0).move(beat + 1.9, beat + 3.1, 0.0);
      reach_.move(beat + 0.1, beat + 1.6, 1.0).move(beat + 1.9, beat + 3.3, 0.0);
      side_.move(beat - 0.9, beat + 0.3, sign(leading(i)));
    }
    side_.move(4.0 * lunges_ - 0.9, 4.0 * lunges_ + 0.3, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    for (int i = 0; i < lunges_; ++i) {
      const Side foot = leading(i);
      const double beat = begin + 4.0 * i;
      const double far = lerp(0.48, 0.7, plan.factors(beat)[kEnergy]);
      const bool aside = goes_aside(i);
      // Legs that already stand wide have less far to go.
      const double beside = std::min(0.75 * far, 0.78 - plan.factors(beat)[kStanceWidth]);
      const Placement to = aside ? plan.home(foot, beat, sign(foot) * beside, 0.0, 34.0)
                                 : plan.home(foot, beat, 0.0, far, 4.0);
      plan.feet.stand_on(other(foot), beat - 1.0, beat - 0.45);
      plan.feet.step(foot, beat - 0.5, beat + 0.25, to, 0.06);
      plan.feet.shift(beat - 0.3, beat + 1.0, 0.5 + 0.26 * sign(foot));
      plan.feet.stand_on(other(foot), beat + 1.9, beat + 2.7);
      plan.feet.step(foot, beat + 2.35, beat + 3.1, plan.home(foot, beat + 3.0), 0.06);
      plan.feet.shift(beat + 2.9, beat + 3.4, 0.5);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const int i = std::clamp(static_cast<int>(std::floor((beat + 0.3) / 4.0)), 0, lunges_ - 1);
    const double size = lerp(0.75, 1.1, factors[kEnergy]);
    const double deep = deep_.at(beat);
    const double reach = reach_.at(beat);
    const double side = side_.at(beat);
    // 1 where the trunk bends over a leg aside, 0 where it reaches ahead; the same at both ends.
    const double aside = goes_aside(i) ? 1.0 : 0.0;
    Carriage c = at_ease(factors);
    c.bounce = 0.4 * (1.0 - deep);
    c.drop = size * lerp(0.3, 0.32, aside) * deep;
    c.hips = {.pitch = lerp(8.0, 12.0, aside) * deep,
              .yaw = side * lerp(-8.0, 6.0, aside) * deep,
              .roll = 0.0};
    c.spine[0] = {.pitch = lerp(2.0, 8.0, aside) * reach,
                  .yaw = side * lerp(3.0, 5.0, aside) * deep,
                  .roll = 6.0 * aside * side * reach};
    c.spine[1] = {.pitch = lerp(-2.0, 9.0, aside) * reach,
                  .yaw = side * 5.0 * reach,
                  .roll = 7.0 * aside * side * reach};
    c.spine[2] = {.pitch = lerp(-3.0, 6.0, aside) * reach,
                  .yaw = side * 7.0 * reach,
                  .roll = 6.0 * aside * side * reach};
    c.gaze = {
        .pitch = lerp(-6.0, 14.0, aside) * reach, .yaw = 18.0 * aside * side * reach, .roll = 0.0};
    for (const Side which : {Side::kLeft, Side::kRight}) {
      const double toward = side * sign(which);  // 1 on the side of the leg that lunges
      const double leads = 0.5 + 0.5 * toward;
      ArmPose& arm = c.arm(which);
      const ArmPose ahead =
          mix({.raise = 74, .open = 100, .roll = 16, .elbow = 18},
              {.raise = 128, .open = 14, .roll = 8, .elbow = 16, .wrist = -8}, 1.0 - leads);
      const ArmPose over =
          mix({.raise = 150, .open = 62, .roll = 44, .elbow = 30, .twist = 14},
              {.raise = 52, .open = 6, .roll = -6, .elbow = 26, .wrist = 8}, leads);
      arm = mix(arm, aside > 0.5 ? over : ahead, 0.92 * reach);
    }
    return c;
  }

 private:
  [[nodiscard]] Side leading(int i) const { return i % 2 == 0 ? spec_.side : other(spec_.side); }
  [[nodiscard]] static bool goes_aside(int i) { return (i / 2) % 2 == 1; }

  PhraseSpec spec_;
  int lunges_;
  Track deep_, reach_, side_;
};

}  // namespace

std::unique_ptr<Phrase> make_lunge(const PhraseSpec& spec) { return std::make_unique<Lunge>(spec); }

}  // namespace poseaae::choreography
