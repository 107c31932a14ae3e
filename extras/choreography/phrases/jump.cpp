#include <algorithm>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// A jump from both feet in four beats: the arms swing back as the knees bend, and up with the
/// push. In the air the body is straight, then a star with arms and legs apart, then tucked.
class Jump : public Phrase {
 public:
  explicit Jump(const PhraseSpec& spec)
      : spec_(spec), jumps_(static_cast<int>(std::floor(spec.beats / 4.0))) {
    for (int i = 0; i < jumps_; ++i) {
      const double beat = 4.0 * i;
      back_.move(beat + 0.1, beat + 1.1, 1.0).move(beat + 1.15, beat + 1.8, 0.0);
      up_.move(beat + 1.15, beat + 2.0, 1.0).move(beat + 2.2, beat + 3.3, 0.0);
      fold_.move(beat + 0.1, beat + 1.1, 1.0).move(beat + 1.15, beat + 1.7, 0.0);
      fold_.move(beat + 2.2, beat + 2.8, 0.7).move(beat + 2.9, beat + 3.8, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    plan.feet.stand_on(other(spec_.side), begin - 1.0, begin - 0.5);
    plan.adjust(spec_.side, begin - 0.55, begin + 0.05);
    plan.feet.stand_on(spec_.side, begin - 0.2, begin + 0.2);
    plan.adjust(other(spec_.side), begin + 0.1, begin + 0.6);
    plan.feet.shift(begin + 0.45, begin + 0.9, 0.5);
    for (int i = 0; i < jumps_; ++i) {
      const double takeoff = begin + 4.0 * i + kTakeoff;
      const Factors factors = plan.factors(takeoff);
      const double flight_s = lerp(0.3, 0.45, factors[kEnergy]);
      const double landing = takeoff + flight_s * factors[kTempo] / 60.0;
      plan.fly(takeoff, landing, lerp(0.13, 0.22, factors[kEnergy]));
      for (const Side foot : {Side::kLeft, Side::kRight}) {
        const Placement to = plan.home(foot, landing);
        if (i % 3 == 1) {
          const Eigen::AngleAxisd heading(plan.heading.at(takeoff), Vec3::UnitY());
          const Vec3 apart = heading * Vec3(sign(foot) * 0.9 * flight_s * flight_s, 0.03, 0.0);
          plan.feet.gesture(foot, takeoff, landing, to, {{0.5 * (takeoff + landing), apart}});
        } else {
          plan.feet.step(foot, takeoff, landing, to, i % 3 == 2 ? 1.1 * flight_s * flight_s : 0.01);
        }
      }
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.7, 1.1, factors[kEnergy]);
    const double back = back_.at(beat);
    const double up = up_.at(beat);
    const double late = up_.at(beat - 0.2);
    const double fold = fold_.at(beat);
    const int i = std::clamp(static_cast<int>(std::floor(beat / 4.0)), 0, jumps_ - 1);
    Carriage c = at_ease(factors);
    c.bounce = 0.15;
    c.forward = -0.05 * size * fold;
    c.hips = {.pitch = 17.0 * size * fold, .yaw = 0.0, .roll = 0.0};
    c.spine[0] = {.pitch = 5.0 * size * fold - 2.0 * up, .yaw = 0.0, .roll = 0.0};
    c.spine[1] = {.pitch = 6.0 * size * fold - 3.0 * up, .yaw = 0.0, .roll = 0.0};
    c.spine[2] = {.pitch = 4.0 * size * fold - 4.0 * late, .yaw = 0.0, .roll = 0.0};
    c.gaze = {.pitch = 8.0 * fold - 6.0 * up, .yaw = 0.0, .roll = 0.0};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ArmPose& arm = c.arm(side);
      const double more = side == spec_.side ? 1.0 : 0.8;
      arm = mix(arm, {.raise = 46, .open = 128, .roll = 4, .elbow = 12, .twist = 0, .wrist = 0},
                0.9 * back);
      const ArmPose high{.raise = 146, .open = 50, .roll = 34, .elbow = 24, .twist = 12};
      const ArmPose star{.raise = 122, .open = 84, .roll = 30, .elbow = 12, .twist = 10};
      const ArmPose close{.raise = 74, .open = 22, .roll = 0, .elbow = 56, .twist = 0};
      arm = mix(arm, i % 3 == 1 ? star : i % 3 == 2 ? close : high, size * 0.85 * more * up);
      arm.wrist -= 14.0 * (up - late);
      c.shrug(side) += 6.0 * late;
    }
    return c;
  }

 private:
  static constexpr double kTakeoff = 1.7;
  PhraseSpec spec_;
  int jumps_;
  Track back_, up_, fold_;
};

}  // namespace

std::unique_ptr<Phrase> make_jump(const PhraseSpec& spec) { return std::make_unique<Jump>(spec); }

}  // namespace poseaae::choreography
