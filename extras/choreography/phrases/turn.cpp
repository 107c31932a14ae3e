#include <algorithm>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Winds up against the turn, goes round in steps of a quarter on the balls of the feet, spotting
/// with the head, and opens out of it.
class Turn : public Phrase {
 public:
  explicit Turn(const PhraseSpec& spec)
      : spec_(spec),
        quarters_(std::max(2, static_cast<int>(std::lround(4.0 * spec.turns)))),
        span_(std::min(spec.beats - 2.6, 1.0 * quarters_)),
        start_(std::min(2.0, spec.beats - span_ - 1.6)) {
    progress_.move(start_ - 0.15, start_ + span_ + 0.35, 1.0);
    windup_.move(start_ - 1.5, start_ - 0.35, 1.0).move(start_ - 0.3, start_ + 0.5, 0.0);
    closed_.move(start_ - 0.3, start_ + 0.5, 1.0)
        .move(start_ + span_ - 0.5, start_ + span_ + 0.7, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    const double first = begin + start_;
    const double step = span_ / quarters_;
    const Vec3 onward = Eigen::AngleAxisd(plan.heading.last(), Vec3::UnitY()) *
                        Vec3(0.0, 0.0, spec_.stride.value_or(0.0));
    plan.heading.move(first - 0.15, first + span_ + 0.35,
                      plan.heading.last() + sign(spec_.side) * kTau * spec_.turns);
    plan.feet.stand_on(other(spec_.side), first - 1.5, first - 0.6);
    Side foot = spec_.side;
    for (int i = 0; i < quarters_; ++i, foot = other(foot)) {
      const double lift = first + i * step - 0.42 * step;
      const double land = first + i * step + 0.14 * step;
      // Turned towards where the body will be while this foot carries it.
      const double facing = land + 0.3 * step;
      plan.place += onward;
      Placement to = plan.home(foot, facing, 0.0, 0.0, 4.0);
      to.ball = 0.75 * to.ball + 0.25 * (plan.place + Vec3(0, Body::kBallHeight, 0));
      to.ball.y() = Body::kBallHeight;
      plan.feet.step(foot, lift, land, to, 0.05);
      plan.feet.stand_on(foot, lift + 0.3 * step, land + 0.3 * step);
      const double leave = std::min(first + (i + 2) * step - 0.42 * step, first + span_ - 0.2);
      plan.feet.pivot(foot, land + 0.02, leave - 0.02, plan.heading.at(leave) - 0.1);
    }
    finish(plan, first + span_ - 0.2, foot);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double windup = windup_.at(beat);
    const double closed = closed_.at(beat - 0.1);
    Carriage c = at_ease(factors);
    c.bounce = 0.6;
    c.drop = 0.035 * windup - 0.012 * closed;
    c.hips = {.pitch = 0.0, .yaw = -12.0 * size * windup, .roll = 1.5 * closed};
    c.spine[0] = {.pitch = 1.0, .yaw = -6.0 * size * windup + 2.0 * closed, .roll = 0.0};
    c.spine[1] = {.pitch = 1.0, .yaw = -9.0 * size * windup + 4.0 * closed, .roll = 2.0 * windup};
    c.spine[2] = {.pitch = -1.0, .yaw = -10.0 * size * windup + 5.0 * closed, .roll = 2.5 * closed};
    c.gaze = {
        .pitch = 1.0, .yaw = spotting(progress_.at(beat), spec_.turns) + 4.0 * windup, .roll = 0.0};
    // Wound up, one arm is across and the other open; in the turn both are a round frame.
    c.right.open += windup * 22.0;
    c.right.raise += windup * 16.0;
    c.left.open -= windup * 40.0;
    c.left.elbow += windup * 26.0;
    ArmPose frame = arm_at_height(factors[kArmHeight]);
    frame.raise = lerp(48.0, frame.raise, 0.45);
    frame.open = 26.0;
    frame.roll = lerp(-12.0, frame.roll, 0.6);
    frame.elbow = 74.0;
    frame.wrist = 14.0;
    c.left = mix(c.left, frame, closed);
    c.right = mix(c.right, frame, closed_.at(beat));
    return spec_.side == Side::kLeft ? c : mirrored(c);
  }

 private:
  /// Both feet home and the weight between them.
  void finish(Plan& plan, double beat, Side foot) const {
    for (int i = 0; i < 2; ++i, foot = other(foot)) {
      const double lift = beat + 0.02 + 0.62 * i;
      const double land = lift + 0.5;
      plan.feet.stand_on(other(foot), lift - 0.35, lift + 0.1);
      plan.feet.step(foot, lift, land, plan.home(foot, beat + 1.0), 0.04);
    }
    plan.feet.shift(beat + 1.0, beat + 1.5, 0.5);
  }

  PhraseSpec spec_;
  int quarters_;
  double span_, start_;
  Track progress_, windup_, closed_;
};

}  // namespace

std::unique_ptr<Phrase> make_turn(const PhraseSpec& spec) { return std::make_unique<Turn>(spec); }

}  // namespace poseaae::choreography
