#include <cmath>

#include "kinds.hpp"
#include "walking.hpp"

namespace poseaae::choreography {

namespace {

/// A crouched walk: knees deeply bent, the trunk low over them, wide steps that are set down
/// softly; the arms feel their way low before the body and the shoulders roll against the hips.
class Prowl : public Phrase {
 public:
  explicit Prowl(const PhraseSpec& spec) : spec_(spec), stride_(spec.stride.value_or(kStride)) {
    const int steps = walk_steps(spec);
    low_.move(-0.8, 1.0, 1.0).move(steps - 1.8, steps - 0.1, 0.0);
    Side side = spec.side;
    for (double bar = 0.0; bar + 4.0 <= spec.beats; bar += 4.0, side = other(side)) {
      look_.move(bar + 0.4, bar + 2.2, sign(side));
    }
    look_.move(spec.beats - 1.2, spec.beats + 0.4, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    walk_on(plan, begin, spec_, {.stride = stride_, .low = 0.06, .high = 0.11, .track = 0.2});
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.75, 1.1, factors[kEnergy]);
    const double low = low_.at(beat);
    const double legs = low * left_ahead(beat - 0.06);
    const double ribs = low * left_ahead(beat - 0.2);
    const double look = look_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.4 * (1.0 - 0.5 * low);
    c.drop = size * 0.25 * low;
    c.forward = (0.11 * stride_ * wave_sin(beat + kWalkShift) - 0.07) * low;
    c.hips = {.pitch = 22.0 * size * low, .yaw = -9.0 * legs, .roll = 0.0};
    c.spine[0] = {.pitch = 6.0 * size * low, .yaw = 5.0 * legs, .roll = 0.0};
    c.spine[1] = {.pitch = 4.0 * size * low, .yaw = 7.0 * ribs, .roll = -3.0 * ribs};
    c.spine[2] = {.pitch = -3.0 * low, .yaw = 8.0 * ribs, .roll = -4.0 * ribs};
    c.gaze = {.pitch = 6.0 * low, .yaw = 30.0 * look, .roll = 4.0 * ribs};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double ahead = -sign(side) * left_ahead(beat - 0.14) * low;
      const double late = -sign(side) * left_ahead(beat - 0.4) * low;
      ArmPose& arm = c.arm(side);
      arm = mix(arm,
                {.raise = 52 + 34 * factors[kArmHeight],
                 .open = 34,
                 .roll = -6,
                 .elbow = 44,
                 .twist = 6,
                 .wrist = -14},
                0.8 * low);
      swing_ahead(arm, 0.22 * size * ahead);
      arm.elbow += 16.0 * late;
      arm.wrist += 18.0 * (late - ahead);
      c.shrug(side) += 7.0 * std::max(0.0, ahead);
    }
    return c;
  }

 private:
  static constexpr double kStride = 0.38;

  [[nodiscard]] double left_ahead(double beat) const {
    return sign(spec_.side) * (stride_ < 0.0 ? -1.0 : 1.0) * wave(0.5 * beat);
  }

  PhraseSpec spec_;
  double stride_;
  Track low_, look_;
};

}  // namespace

std::unique_ptr<Phrase> make_prowl(const PhraseSpec& spec) { return std::make_unique<Prowl>(spec); }

}  // namespace poseaae::choreography
