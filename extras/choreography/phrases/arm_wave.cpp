#include <array>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// A wave that runs from one hand through elbows, shoulders and chest to the other in four beats;
/// then, in the next four, the arms draw a large circle one after the other. Repeated from the
/// other side.
class ArmWave : public Phrase {
 public:
  explicit ArmWave(const PhraseSpec& spec) : spec_(spec) {
    for (double bar = 0.0; bar + 4.0 <= spec.beats; bar += 8.0) {
      level_.move(bar - 0.6, bar + 0.7, 1.0).move(bar + 3.4, bar + 4.6, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    Side side = spec_.side;
    for (double bar = 0.0; bar + 4.0 <= spec_.beats; bar += 4.0, side = other(side)) {
      const double beat = begin + bar;
      plan.feet.shift(beat - 0.9, beat + 0.3, 0.5 + 0.36 * sign(side));
      plan.adjust(other(side), beat + 0.2, beat + 0.85);
      plan.feet.shift(beat + 1.0, beat + 2.6, 0.5 - 0.36 * sign(side));
      plan.adjust(side, beat + 2.3, beat + 2.95);
    }
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    Carriage c = at_ease(factors);
    c.bounce = 0.7;
    c.hips = {.pitch = 1.0, .yaw = 0.0, .roll = 0.0};
    for (double bar = 0.0; bar + 4.0 <= spec_.beats; bar += 4.0) {
      if (beat < bar - 1.5 || beat > bar + 5.5) continue;
      const bool wave_bar = std::fmod(bar, 8.0) == 0.0;
      const bool from_left = (std::fmod(bar, 16.0) < 8.0) == (spec_.side == Side::kLeft);
      if (!from_left) c = mirrored(c);
      if (wave_bar) {
        run_wave(c, beat - bar, size);
      } else {
        draw_circles(c, beat - bar, size);
      }
      if (!from_left) c = mirrored(c);
    }
    const double level = level_.at(beat);
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ArmPose& arm = c.arm(side);
      // The wave needs arms held out; how high is still the score's.
      arm.raise += level * 0.55 * (82.0 - arm_at_height(factors[kArmHeight]).raise);
      arm.open = lerp(arm.open, 86.0, 0.9 * level);
      arm.elbow = lerp(arm.elbow, arm.elbow - 22.0, level);
    }
    return c;
  }

 private:
  /// From the left hand (0) to the right hand (6): a bend that passes each joint in turn.
  static void run_wave(Carriage& c, double beat, double size) {
    const auto crest = [&](double station) { return bump((beat + 0.1 - 0.42 * station) / 1.5); };
    const std::array<double, 7> at = {crest(0), crest(1), crest(2), crest(3),
                                      crest(4), crest(5), crest(6)};
    bend_arm(c.left, at[0], at[1], at[2], size);
    bend_arm(c.right, at[6], at[5], at[4], size);
    c.shrug_left += 11.0 * size * at[2];
    c.shrug_right += 11.0 * size * at[4];
    c.spine[1].pitch -= 7.0 * size * at[3];
    c.spine[2].pitch -= 6.0 * size * at[3];
    c.spine[1].roll += 5.0 * size * (at[2] - at[4]);
    c.spine[2].roll += 7.0 * size * (at[2] - at[4]);
    const double passage = ease(beat, 0.2, 3.6);
    const double present = plateau(beat, -0.4, 0.5, 3.4, 4.4);
    c.gaze.yaw += lerp(48.0, -48.0, passage) * present;
    c.gaze.pitch += 4.0 * at[3] - 3.0 * present;
    c.hips.roll += 3.0 * size * (at[2] - at[4]);
    c.spine[0].roll += 4.0 * size * (at[1] - at[5]);
    c.drop += 0.05 * size * present * bump((beat - 0.3) / 3.4);
  }

  static void bend_arm(ArmPose& arm, double hand, double elbow, double shoulder, double size) {
    arm.wrist += size * (52.0 * hand - 26.0 * elbow);
    arm.elbow += size * (48.0 * elbow + 10.0 * hand);
    arm.roll += size * (-52.0 * elbow + 16.0 * hand);
    arm.raise += size * (16.0 * elbow + 14.0 * shoulder - 8.0 * hand);
  }

  /// Each arm goes down, across the body, up and out again; the right one follows the left.
  static void draw_circles(Carriage& c, double beat, double size) {
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double start = side == Side::kLeft ? 0.0 : 1.1;
      const double p = ease(beat, start - 0.2, start + 2.9);
      const double there = plateau(beat, start - 0.3, start + 0.6, start + 2.1, start + 3.1);
      const double turn = kTau * p;
      ArmPose& arm = c.arm(side);
      arm.raise += size * there * (8.0 - 44.0 * std::sin(turn));
      arm.open += size * there * (-42.0 * (0.5 - 0.5 * std::cos(turn)));
      arm.elbow += there * 34.0 * (0.5 - 0.5 * std::cos(turn));
      arm.roll += there * 22.0 * std::max(0.0, -std::sin(turn)) * std::max(0.0, -std::sin(turn));
      arm.wrist += there * 16.0 * std::sin(turn + 0.8);
      c.spine[2].yaw -= sign(side) * 9.0 * size * there * std::sin(0.5 * turn);
      c.spine[1].yaw -= sign(side) * 5.0 * size * there * std::sin(0.5 * turn);
      // The ribs bend away under the arm that passes overhead.
      const double overhead = sign(side) * size * there * (0.5 - 0.5 * std::cos(turn));
      c.spine[0].roll += 5.0 * overhead;
      c.spine[1].roll += 9.0 * overhead;
      c.spine[2].roll += 6.0 * overhead;
      c.aside += 0.03 * overhead;
      c.gaze.yaw += sign(side) * 16.0 * there * std::sin(turn + 2.4);
      c.gaze.pitch += 7.0 * there * std::sin(turn);
    }
    c.drop += 0.08 * size * bump((beat - 0.2) / 3.2);
  }

  PhraseSpec spec_;
  Track level_;
};

}  // namespace

std::unique_ptr<Phrase> make_arm_wave(const PhraseSpec& spec) {
  return std::make_unique<ArmWave>(spec);
}

}  // namespace poseaae::choreography
