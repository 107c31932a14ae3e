#include <algorithm>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Across the floor, four beats a leap: two running steps, then from the second foot through the
/// air onto the first, one leg thrown ahead and the other left behind; the landing sinks deep and
/// holds. The next leap is on the other foot.
class Leap : public Phrase {
 public:
  explicit Leap(const PhraseSpec& spec)
      : spec_(spec),
        leaps_(static_cast<int>(std::floor(spec.beats / 4.0))),
        stride_(spec.stride.value_or(kStride)) {
    for (int i = 0; i < leaps_; ++i) {
      const double beat = 4.0 * i;
      air_.move(beat + 1.0, beat + 1.9, 1.0).move(beat + 2.1, beat + 3.1, 0.0);
      sink_.move(beat + 2.1, beat + 2.7, 1.0).move(beat + 2.9, beat + 3.9, 0.0);
      side_.move(beat + 0.2, beat + 1.6, sign(landing(i)));
      run_.move(beat - 0.6, beat + 0.4, 1.0).move(beat + 2.2, beat + 3.0, 0.0);
    }
    side_.move(4.0 * leaps_ - 1.0, 4.0 * leaps_ + 0.4, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    for (int i = 0; i < leaps_; ++i) {
      const double beat = begin + 4.0 * i;
      const Side first = landing(i);
      const Side second = other(first);
      const Factors factors = plan.factors(beat + 1.5);
      const double flight = lerp(0.3, 0.42, factors[kEnergy]) * factors[kTempo] / 60.0;
      const double land = beat + kTakeoff + flight;
      plan.feet.stand_on(second, beat - 0.9, beat - 0.4);
      run(plan, first, beat - 0.5, beat + 0.06, 0.7 * stride_);
      plan.feet.stand_on(first, beat - 0.3, beat + 0.4);
      run(plan, second, beat + 0.35, beat + 1.0, stride_);
      plan.feet.stand_on(second, beat + 0.6, beat + 1.3);
      plan.fly(beat + kTakeoff, land, 0.07);
      plan.travel(beat + kTakeoff, 0.0, lerp(1.5, 2.1, factors[kEnergy]) * stride_);
      const double size = lerp(0.6, 1.0, factors[kEnergy]);
      const double middle = beat + kTakeoff + 0.5 * flight;
      gesture(plan, first, beat + 1.1, land, {{middle, {0.0, 0.3 * size, 0.16 * size}}});
      plan.feet.stand_on(first, beat + kTakeoff - 0.3, land + 0.3);
      // The leg behind comes down beside the other, or into the next run.
      const double down = beat + 3.35;
      gesture(plan, second, beat + kTakeoff, down,
              {{middle, {0.0, 0.34 * size, -0.3 * size}},
               {lerp(land, down, 0.2), {0.0, 0.22 * size, -0.34 * size}},
               {lerp(land, down, 0.55), {0.0, 0.15 * size, -0.18 * size}}});
      plan.feet.shift(beat + 3.0, beat + 3.45, 0.5);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.7, 1.1, factors[kEnergy]);
    const double air = air_.at(beat);
    const double late = air_.at(beat - 0.2);
    const double sink = sink_.at(beat);
    const double run = run_.at(beat);
    const double side = side_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.25;
    c.drop = 0.03 * run + 0.13 * size * sink;
    c.hips = {.pitch = 5.0 * run + 8.0 * sink, .yaw = -10.0 * side * air, .roll = 0.0};
    c.spine[0] = {.pitch = 2.0 * run - 2.0 * air, .yaw = 4.0 * side * air, .roll = 0.0};
    c.spine[1] = {.pitch = 2.0 * run - 5.0 * air + 3.0 * sink, .yaw = 6.0 * side * late, .roll = 0};
    c.spine[2] = {.pitch = 1.0 * run - 6.0 * late, .yaw = 7.0 * side * late, .roll = 0.0};
    c.gaze = {.pitch = -3.0 * air + 5.0 * sink, .yaw = 0.0, .roll = 0.0};
    for (const Side which : {Side::kLeft, Side::kRight}) {
      const double leads = 0.5 + 0.5 * side * sign(which);  // on the side of the leg ahead
      ArmPose& arm = c.arm(which);
      const ArmPose wide =
          mix({.raise = 112, .open = 34, .roll = 20, .elbow = 20, .wrist = -8},
              {.raise = 92, .open = 96, .roll = 24, .elbow = 14, .wrist = -14}, leads);
      arm.raise += 12.0 * run * (1.0 - air);
      arm.elbow += 26.0 * run * (1.0 - air);
      arm = mix(arm, wide, 0.95 * size * late);
      arm.wrist += 20.0 * (late - air);
    }
    return c;
  }

 private:
  static constexpr double kStride = 0.4;
  static constexpr double kTakeoff = 1.5;

  [[nodiscard]] Side landing(int i) const { return i % 2 == 0 ? spec_.side : other(spec_.side); }

  static void run(Plan& plan, Side foot, double lift, double land, double stride) {
    plan.travel(lift, 0.0, stride);
    plan.feet.step(foot, lift, land, on_track(plan, foot, land, 0.13, 0.0, 0.0, 6.0), 0.08);
  }

  /// Keys in the dancer's frame.
  static void gesture(Plan& plan, Side foot, double lift, double land,
                      std::vector<GestureKey> keys) {
    const Eigen::AngleAxisd heading(plan.heading.at(lift), Vec3::UnitY());
    for (GestureKey& key : keys) key.displacement = heading * key.displacement;
    plan.feet.gesture(foot, lift, land, on_track(plan, foot, land, 0.16, 0.0, 0.0, 8.0), keys);
  }

  PhraseSpec spec_;
  int leaps_;
  double stride_;
  Track air_, sink_, side_, run_;
};

}  // namespace

std::unique_ptr<Phrase> make_leap(const PhraseSpec& spec) { return std::make_unique<Leap>(spec); }

}  // namespace poseaae::choreography
