#pragma once

#include <algorithm>
#include <cmath>

#include "choreography/phrase.hpp"

/// The makers that registry.cpp lists, one a file, and what their authors share.
namespace poseaae::choreography {

[[nodiscard]] std::unique_ptr<Phrase> make_arm_wave(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_body_roll(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_box_step(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_breathe(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_chasse(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_fold(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_grapevine(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_jump(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_kick(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_kneel(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_leap(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_level(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_lunge(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_pirouette(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_port_de_bras(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_prowl(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_roll(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_sit(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_step_touch(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_sway(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_swing(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_turn(const PhraseSpec& spec);
[[nodiscard]] std::unique_ptr<Phrase> make_walk(const PhraseSpec& spec);

/// How large movement is at an energy of 0 .. 1.
[[nodiscard]] inline double amplitude(const Factors& factors) {
  return lerp(0.55, 1.25, factors[kEnergy]);
}

/// Both arms at ease at the height the score asks for.
[[nodiscard]] inline Carriage at_ease(const Factors& factors) {
  Carriage carriage;
  carriage.left = carriage.right = arm_at_height(factors[kArmHeight]);
  return carriage;
}

/// home() with the feet `track` metres apart, whatever the stance, moved by (x, z).
[[nodiscard]] inline Placement on_track(const Plan& plan, Side foot, double beat, double track,
                                        double x, double z, double turnout) {
  const double inward = 0.5 * (track - plan.factors(beat)[kStanceWidth]);
  return plan.home(foot, beat, sign(foot) * inward + x, z, turnout);
}

/// Degrees of yaw of a head that spots: while the body has made `progress` (0 .. 1) of its
/// revolutions, it stays behind, whips round, and waits ahead.
[[nodiscard]] inline double spotting(double progress, double turns) {
  const double total = 360.0 * turns;
  const double round = total / std::ceil(turns - 0.25);
  const double angle = progress * total;
  const double in_round = angle - round * std::min(std::floor(angle / round), total / round - 1);
  return soft_limit(-in_round + round * ease(in_round / round, 0.2, 0.66), 62.0);
}

/// Swings the upper arm ahead, or behind if `by` is negative: adds `by` to its direction, whose
/// length is 1.
inline void swing_ahead(ArmPose& arm, double by) {
  const double raise = arm.raise * kDegree;
  const double open = arm.open * kDegree;
  const double aside = std::sin(raise) * std::sin(open);
  const double ahead = std::sin(raise) * std::cos(open) + by;
  arm.raise = std::atan2(std::hypot(aside, ahead), std::cos(raise)) / kDegree;
  arm.open = std::atan2(aside, ahead) / kDegree;
}

/// Swings the arms together to one side: lean 1 is left, -1 right. The arm on that side opens and
/// lifts, the other crosses the body with a softer elbow.
inline void swing_arms(Carriage& carriage, double lean, double size) {
  for (const Side side : {Side::kLeft, Side::kRight}) {
    const double outward = lean * sign(side);
    ArmPose& arm = carriage.arm(side);
    arm.open += size * 26.0 * outward;
    arm.raise += size * (14.0 * outward + 5.0);
    arm.elbow += size * (14.0 - 20.0 * outward);
    arm.roll += size * 10.0 * outward;
  }
}

}  // namespace poseaae::choreography
