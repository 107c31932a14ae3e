#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// To the side across the floor, a step a beat: aside, cross behind, aside, cross in front. The
/// hips turn with the foot that crosses, and the chest against them; the last step closes.
class Grapevine : public Phrase {
 public:
  explicit Grapevine(const PhraseSpec& spec)
      : spec_(spec), pairs_(static_cast<int>(std::floor(spec.beats / 2.0))) {
    for (int i = 0; i + 1 < pairs_; ++i) {
      const double way = behind(i) ? 1.0 : -1.0;
      twist_.move(2.0 * i + 0.3, 2.0 * i + 1.15, way).move(2.0 * i + 1.3, 2.0 * i + 2.1, 0.0);
      swing_.move(2.0 * i + 0.1, 2.0 * i + 1.5, way);
    }
    swing_.move(2.0 * pairs_ - 1.9, 2.0 * pairs_ - 0.5, 0.0);
    under_way_.move(-0.7, 0.9, 1.0).move(2.0 * pairs_ - 1.9, 2.0 * pairs_ - 0.3, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    const Side lead = spec_.side;
    const double stride = spec_.stride.value_or(kStride);
    plan.feet.stand_on(other(lead), begin - 1.1, begin - 0.4);
    for (int i = 0; i < pairs_; ++i) {
      const double beat = begin + 2.0 * i;
      plan.travel(beat, sign(lead) * (i == 0 ? 0.6 : 1.0) * stride, 0.0);
      step(plan, lead, beat, on_track(plan, lead, beat, kTrack, 0.0, 0.0, 8.0), 0.0);
      if (i + 1 == pairs_) {
        step(plan, other(lead), beat + 1.0, plan.home(other(lead), beat + 1.0), 0.0);
        plan.feet.shift(beat + 1.0, beat + 1.7, 0.5);
        break;
      }
      const double ahead = behind(i) ? -0.2 : 0.2;
      step(
          plan, other(lead), beat + 1.0,
          on_track(plan, other(lead), beat + 1.0, kTrack, sign(lead) * (kTrack + 0.16), ahead, 2.0),
          0.7 * ahead);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double twist = twist_.at(beat);
    const double swing = swing_.at(beat - 0.15);
    const double on = under_way_.at(beat);
    // Written for a way to the left: the right foot crosses.
    Carriage c = at_ease(factors);
    c.bounce = 0.8;
    c.drop = on * (0.02 + 0.025 * size * twist * twist);
    c.hips = {.pitch = 1.5 * on, .yaw = -20.0 * size * twist, .roll = 0.0};
    c.spine[0] = {.pitch = 1.0, .yaw = 6.0 * size * twist, .roll = 0.0};
    c.spine[1] = {.pitch = 1.0, .yaw = 11.0 * size * twist, .roll = 3.0 * swing};
    c.spine[2] = {.pitch = -1.0, .yaw = 12.0 * size * twist, .roll = 4.0 * swing};
    c.gaze = {.pitch = -2.0 * on, .yaw = 10.0 * on + 14.0 * swing, .roll = -3.0 * swing};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ArmPose& arm = c.arm(side);
      const double up = sign(side) * swing;
      arm.raise += size * on * (16.0 + 20.0 * up);
      arm.open = lerp(arm.open, 76.0 + 12.0 * up, on);
      arm.elbow += on * (10.0 - 18.0 * up);
      arm.roll += 10.0 * up;
      arm.wrist += 24.0 * sign(side) * (swing - swing_.at(beat - 0.6));
    }
    return spec_.side == Side::kLeft ? c : mirrored(c);
  }

 private:
  static constexpr double kStride = 0.5;
  static constexpr double kTrack = 0.2;  // metres between the feet where they part

  [[nodiscard]] static bool behind(int pair) { return pair % 2 == 0; }

  static void step(Plan& plan, Side foot, double beat, const Placement& to, double around) {
    const Vec3 bow = plan.spot(beat, 0.0, around) - plan.place;
    plan.feet.step(foot, beat - 0.6, beat + 0.06, to, 0.05, bow);
    plan.feet.stand_on(foot, beat - 0.36, beat + 0.44);
  }

  PhraseSpec spec_;
  int pairs_;
  Track twist_, swing_, under_way_;
};

}  // namespace

std::unique_ptr<Phrase> make_grapevine(const PhraseSpec& spec) {
  return std::make_unique<Grapevine>(spec);
}

}  // namespace poseaae::choreography
