#include <algorithm>
#include <cmath>

#include "kinds.hpp"
#include "walking.hpp"

namespace poseaae::choreography {

namespace {

/// A step a beat, straight on or along a curve, ahead or backwards, and a close on the last beat.
/// The ball of the foot comes down first, as dancers walk; the hips go on at a nearly even speed.
/// Arms swing against the legs; in the second half of every eight beats one of them opens.
class Walk : public Phrase {
 public:
  explicit Walk(const PhraseSpec& spec)
      : spec_(spec), steps_(walk_steps(spec)), stride_(spec.stride.value_or(kStride)) {
    under_way_.move(-0.6, 0.7, 1.0).move(steps_ - 1.8, steps_ - 0.4, 0.0);
    curve_.move(-0.6, 1.4, std::copysign(std::min(std::abs(spec.curve) / 90.0, 1.0), spec.curve))
        .move(steps_ - 2.0, steps_ - 0.2, 0.0);
    Side side = spec.side;
    for (double bar = 0.0; bar + 8.0 <= spec.beats; bar += 8.0, side = other(side)) {
      offer_[index(side)].move(bar + 2.6, bar + 5.0, 1.0).move(bar + 5.8, bar + 8.2, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    walk_on(plan, begin, spec_, {.stride = stride_, .low = 0.05, .high = 0.09});
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double on = under_way_.at(beat);
    const double curve = curve_.at(beat);
    // 1 where the left foot is ahead, -1 where the right one is; the ribs answer a little later.
    const double legs = on * left_ahead(beat - 0.06);
    const double ribs = on * left_ahead(beat - 0.2);
    Carriage c = at_ease(factors);
    c.bounce = 0.45;
    c.drop = 0.012 * on;
    c.aside = -0.03 * on * left_ahead(beat - 0.66);
    // The weight goes from foot to foot in eased steps; this takes most of their unevenness away.
    c.forward = 0.11 * stride_ * on * wave_sin(beat + kWalkShift);
    c.hips = {.pitch = 1.5 * on, .yaw = -6.0 * size * legs, .roll = 0.0};
    c.spine[0] = {.pitch = 0.5, .yaw = 3.0 * size * legs, .roll = -1.5 * curve};
    c.spine[1] = {.pitch = -1.0 * on, .yaw = 5.0 * size * ribs, .roll = -2.5 * curve};
    c.spine[2] = {.pitch = -2.0 * on, .yaw = 6.0 * size * ribs, .roll = -2.0 * curve};
    c.gaze = {.pitch = -2.0 * on, .yaw = 16.0 * curve, .roll = 0.0};
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ArmPose& arm = c.arm(side);
      const double ahead = -sign(side) * left_ahead(beat - 0.14) * on;
      const double offer = offer_[index(side)].at(beat);
      swing_ahead(arm, 0.3 * size * ahead * (1.0 - offer));
      arm.elbow += on * (9.0 * ahead - 4.0);
      arm.raise += size * 46.0 * offer;
      arm.open += (82.0 - arm.open) * 0.8 * offer;
      arm.elbow -= 12.0 * offer;
      arm.roll += 16.0 * offer;
      arm.wrist += 34.0 * (offer - offer_[index(side)].at(beat - 0.5));
      c.spine[1].roll -= sign(side) * 3.0 * offer;
      c.spine[2].yaw += sign(side) * 7.0 * size * offer;
      c.gaze.yaw += sign(side) * 26.0 * offer_[index(side)].at(beat - 0.3);
      c.gaze.pitch -= 5.0 * offer;
    }
    return c;
  }

 private:
  static constexpr double kStride = 0.5;

  [[nodiscard]] double left_ahead(double beat) const {
    return sign(spec_.side) * (stride_ < 0.0 ? -1.0 : 1.0) * wave(0.5 * beat);
  }

  PhraseSpec spec_;
  int steps_;
  double stride_;
  Track under_way_, curve_;
  std::array<Track, 2> offer_;
};

}  // namespace

std::unique_ptr<Phrase> make_walk(const PhraseSpec& spec) { return std::make_unique<Walk>(spec); }

}  // namespace poseaae::choreography
