#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// To the side across the floor, quick, quick, slow, slow, quick, quick in four beats: aside,
/// close, aside; the other foot crosses in front; aside, close. The arms open as the feet part and
/// gather with the crossing. The last four beats end with a close.
class Chasse : public Phrase {
 public:
  explicit Chasse(const PhraseSpec& spec)
      : spec_(spec), bars_(static_cast<int>(std::floor(spec.beats / 4.0))) {
    for (int i = 0; i < bars_; ++i) {
      const double bar = 4.0 * i;
      open_.move(bar - 0.5, bar + 0.7, 1.0).move(bar + 1.2, bar + 2.1, 0.0);
      leap_.move(bar - 0.4, bar + 0.5, 1.0).move(bar + 0.9, bar + 1.8, 0.0);
      if (i + 1 == bars_) break;
      cross_.move(bar + 1.3, bar + 2.2, 1.0).move(bar + 2.4, bar + 3.2, 0.0);
    }
    under_way_.move(-0.7, 0.7, 1.0).move(4.0 * bars_ - 2.2, 4.0 * bars_ - 0.6, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    plan.feet.stand_on(trail(), begin - 1.1, begin - 0.4);
    for (int i = 0; i < bars_; ++i) {
      const double bar = begin + 4.0 * i;
      step_aside(plan, bar, i == 0 ? 0.5 : 1.0);
      close(plan, bar + 0.5);
      step_aside(plan, bar + 1.0, 1.0);
      if (i + 1 == bars_) {
        plan.feet.step(trail(), bar + 1.6, bar + 2.3, plan.home(trail(), bar + 2.3), 0.03);
        plan.feet.shift(bar + 2.0, bar + 2.9, 0.5);
        break;
      }
      const Vec3 around = plan.spot(bar + 2.0, 0.0, 0.1) - plan.place;
      plan.feet.step(trail(), bar + 1.4, bar + 2.04,
                     on_track(plan, trail(), bar + 2.0, kTrack, towards(kTrack + 0.1), 0.21, 2.0),
                     0.06, around);
      plan.feet.stand_on(trail(), bar + 1.7, bar + 2.4);
      step_aside(plan, bar + 3.0, 1.0);
      close(plan, bar + 3.5);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double open = open_.at(beat);
    const double late = open_.at(beat - 0.2);
    const double cross = cross_.at(beat);
    const double leap = leap_.at(beat);
    const double on = under_way_.at(beat);
    // Written for a way to the left.
    Carriage c = at_ease(factors);
    c.bounce = 0.9;
    c.drop = on * (0.03 + 0.03 * size * cross - 0.01 * leap);
    c.hips = {.pitch = 2.0 * cross, .yaw = 20.0 * size * cross, .roll = 0.0};
    c.spine[0] = {.pitch = 2.0 * cross, .yaw = -5.0 * size * cross, .roll = 2.0 * leap};
    c.spine[1] = {.pitch = 4.0 * cross - 2.0 * leap,
                  .yaw = -9.0 * size * cross,
                  .roll = 4.0 * size * (leap - cross)};
    c.spine[2] = {.pitch = 3.0 * cross - 3.0 * leap,
                  .yaw = -9.0 * size * cross,
                  .roll = 4.0 * size * (leap - cross)};
    c.gaze = {.pitch = 4.0 * cross - 3.0 * leap, .yaw = 26.0 * on * leap, .roll = 3.0 * cross};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ArmPose& arm = c.arm(side);
      arm.raise += size * on * (30.0 * open - 4.0);
      arm.open = lerp(arm.open, lerp(30.0, 84.0, open), on);
      arm.elbow += on * lerp(44.0, -14.0, late);
      arm.roll += on * lerp(-12.0, 12.0, open);
      arm.twist += on * 20.0 * (1.0 - late);
      arm.wrist += on * 40.0 * (open - late);
      c.shrug(side) += 5.0 * size * cross;
    }
    return spec_.side == Side::kLeft ? c : mirrored(c);
  }

 private:
  static constexpr double kStride = 0.3;
  static constexpr double kTrack = 0.2;  // metres between the feet where they part

  [[nodiscard]] Side trail() const { return other(spec_.side); }
  [[nodiscard]] double towards(double metres) const { return sign(spec_.side) * metres; }

  void step_aside(Plan& plan, double beat, double share) const {
    plan.travel(beat, towards(share * spec_.stride.value_or(kStride)), 0.0);
    plan.feet.step(spec_.side, beat - 0.4, beat + 0.04,
                   on_track(plan, spec_.side, beat, kTrack, 0.0, 0.0, 8.0), 0.05);
    plan.feet.stand_on(spec_.side, beat - 0.34, beat + 0.26);
  }

  /// The other foot comes beside the one that leads, and takes most of the weight while that one
  /// goes on: the hips do not wait.
  void close(Plan& plan, double beat) const {
    plan.feet.step(trail(), beat - 0.4, beat + 0.04,
                   on_track(plan, trail(), beat, kTrack, towards(0.06), -0.02, 8.0), 0.04);
    plan.feet.shift(beat - 0.2, beat + 0.16, 0.5 - 0.3 * sign(spec_.side));
  }

  PhraseSpec spec_;
  int bars_;
  Track open_, leap_, cross_, under_way_;
};

}  // namespace

std::unique_ptr<Phrase> make_chasse(const PhraseSpec& spec) {
  return std::make_unique<Chasse>(spec);
}

}  // namespace poseaae::choreography
