#include <algorithm>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Four beats a kick: knee up, the leg thrown out on the beat, back, and down into a step. Left and
/// right in turn; forward, to the side, then both again.
class Kick : public Phrase {
 public:
  explicit Kick(const PhraseSpec& spec)
      : spec_(spec), kicks_(static_cast<int>(std::floor(spec.beats / 4.0))) {
    for (int i = 0; i < kicks_; ++i) {
      const double beat = 4.0 * i;
      load_.move(beat - 0.8, beat + 0.1, 1.0).move(beat + 0.1, beat + 0.9, 0.0);
      chamber_.move(beat + 0.1, beat + 0.9, 1.0).move(beat + 1.7, beat + 2.5, 0.0);
      throw_.move(beat + 0.7, beat + 1.4, 1.0).move(beat + 1.45, beat + 2.3, 0.0);
      open_.move(beat - 0.2, beat + 0.9, 1.0).move(beat + 2.0, beat + 3.2, 0.0);
      tap_.move(beat + 2.5, beat + 3.05, 1.0).move(beat + 3.05, beat + 3.55, 0.0);
    }
  }

  void plan(Plan& plan, double begin) const override {
    for (int i = 0; i < kicks_; ++i) {
      const Side foot = kicking(i);
      const double beat = begin + 4.0 * i;
      const double size = lerp(0.45, 1.0, plan.factors(beat)[kEnergy]);
      plan.feet.stand_on(other(foot), beat - 0.9, beat + 0.05);
      plan.feet.gesture(
          foot, beat + 0.1, beat + 2.5, plan.home(foot, beat + 2.0),
          to_the_side(i) ? side_path(plan, foot, beat, size) : front_path(plan, foot, beat, size));
      // The supporting foot answers with a small step in place.
      plan.feet.stand_on(foot, beat + 2.25, beat + 2.8);
      plan.feet.step(other(foot), beat + 2.75, beat + 3.25, plan.home(other(foot), beat + 3.0),
                     0.06);
    }
    plan.feet.shift(begin + 4.0 * kicks_ - 0.9, begin + 4.0 * kicks_ - 0.2, 0.5);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const int i = std::clamp(static_cast<int>(std::floor((beat + 0.25) / 4.0)), 0, kicks_ - 1);
    const double size = amplitude(factors);
    const double load = load_.at(beat);
    const double knee = chamber_.at(beat);
    const double thrown = throw_.at(beat);
    const double late = throw_.at(beat - 0.12);
    const double open = open_.at(beat);
    const bool aside = to_the_side(i);
    // Written for a kick of the left leg.
    Carriage c = at_ease(factors);
    c.bounce = 0.5;
    c.drop = 0.05 * size * load - 0.012 * thrown;
    c.forward = -0.02 * thrown;
    c.hips = {.pitch = (aside ? 0.0 : -11.0) * size * thrown - 3.0 * knee,
              .yaw = (aside ? 0.0 : -9.0) * size * thrown,
              .roll = (aside ? 9.0 : 2.0) * size * thrown};
    for (int s = 0; s < 3; ++s) {
      const double follow = s == 2 ? late : thrown;
      c.spine[s] = {
          .pitch = (aside ? 1.0 : -2.5) * size * follow + 3.0 * (knee - thrown) + 2.0 * load,
          .yaw = (aside ? 1.0 : 7.0) * size * follow,
          .roll = (aside ? -1.5 : 0.0) * size * follow};
    }
    c.gaze = {.pitch = 4.0 * load - 2.0 * thrown, .yaw = (aside ? 22.0 : 0.0) * late, .roll = 0.0};
    balance_arms(c, aside, size, open, knee, late);
    tap_accent(c, size, beat);
    return kicking(i) == Side::kLeft ? c : mirrored(c);
  }

 private:
  [[nodiscard]] Side kicking(int i) const { return i % 2 == 0 ? spec_.side : other(spec_.side); }
  [[nodiscard]] static bool to_the_side(int i) { return (i / 2) % 2 == 1; }

  static void balance_arms(Carriage& c, bool aside, double size, double open, double knee,
                           double late) {
    ArmPose wide = c.right;
    wide.raise = lerp(56.0, wide.raise, 0.4);
    wide.open = 74.0;
    wide.elbow = 36.0;
    wide.roll = 6.0;
    c.left = mix(c.left, wide, open);
    c.right = mix(c.right, wide, open);
    const double gather = knee - late;
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ArmPose& arm = c.arm(side);
      arm.elbow += 46.0 * gather;
      arm.open -= 30.0 * gather;
    }
    // The arm opposite to the leg answers it; the other one opens behind.
    c.right.open -= (aside ? -4.0 : 62.0) * size * late;
    c.right.raise += (aside ? 34.0 : 6.0) * size * late;
    c.left.open += 12.0 * size * late;
    c.left.raise -= (aside ? 26.0 : -6.0) * size * late;
    c.left.wrist -= 14.0 * late;
    c.right.wrist -= 14.0 * late;
  }

  void tap_accent(Carriage& c, double size, double beat) const {
    const double tap = tap_.at(beat);
    const double late = tap_.at(beat - 0.15);
    c.drop += 0.03 * size * tap;
    c.hips.roll += 4.0 * size * tap;
    c.spine[1].roll -= 5.0 * size * late;
    c.spine[2].yaw += 9.0 * size * late;
    c.left.elbow += 24.0 * late;
    c.right.raise += 16.0 * size * late;
    c.gaze.roll -= 5.0 * late;
  }

  // Displacements of the ankle from a step in place, in the dancer's frame: the hip is 0.83 m
  // above.
  static std::vector<GestureKey> front_path(const Plan& plan, Side foot, double beat, double size) {
    const double angle = lerp(48.0, 96.0, size) * kDegree;
    const double reach = 0.79;
    return turned(plan, beat,
                  {{beat + 0.74, {-0.02 * sign(foot), 0.32 * size + 0.07, 0.18}},
                   {beat + 1.42,
                    {-0.04 * sign(foot), 0.83 - reach * std::cos(angle), reach * std::sin(angle)}},
                   {beat + 1.98, {-0.02 * sign(foot), 0.24 * size + 0.06, 0.16}}});
  }
  static std::vector<GestureKey> side_path(const Plan& plan, Side foot, double beat, double size) {
    const double angle = lerp(36.0, 74.0, size) * kDegree;
    const double reach = 0.79;
    return turned(plan, beat,
                  {{beat + 0.74, {0.10 * sign(foot), 0.28 * size + 0.06, 0.12}},
                   {beat + 1.42,
                    {sign(foot) * reach * std::sin(angle), 0.83 - reach * std::cos(angle), 0.06}},
                   {beat + 1.98, {0.12 * sign(foot), 0.22 * size + 0.05, 0.08}}});
  }
  static std::vector<GestureKey> turned(const Plan& plan, double beat,
                                        std::vector<GestureKey> keys) {
    const Eigen::AngleAxisd heading(plan.heading.at(beat), Vec3::UnitY());
    for (GestureKey& key : keys) key.displacement = heading * key.displacement;
    return keys;
  }

  PhraseSpec spec_;
  int kicks_;
  Track load_, chamber_, throw_, open_, tap_;
};

}  // namespace

std::unique_ptr<Phrase> make_kick(const PhraseSpec& spec) { return std::make_unique<Kick>(spec); }

}  // namespace poseaae::choreography
