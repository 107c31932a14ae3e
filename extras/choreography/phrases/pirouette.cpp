#include <algorithm>
#include <cmath>

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

/// Round on one leg: a prepared plié, then `turns` revolutions towards `side` on the ball of the
/// other foot, the free foot at the knee and the arms closed; both come down together.
class Pirouette : public Phrase {
 public:
  explicit Pirouette(const PhraseSpec& spec)
      : spec_(spec),
        span_(std::min(2.2 * spec.turns, std::max(0.3, spec.beats - 3.6))),
        end_(kStart + span_) {
    progress_.move(kStart - 0.2, end_ + 0.2, 1.0);
    load_.move(0.0, 1.3, 1.0).move(1.4, kStart + 0.2, 0.0);
    load_.move(end_ + 0.2, end_ + 0.9, 0.7).move(end_ + 1.0, end_ + 2.0, 0.0);
    closed_.move(kStart - 0.4, kStart + 0.4, 1.0).move(end_ - 0.4, end_ + 0.6, 0.0);
    open_.move(end_ - 0.4, end_ + 0.7, 1.0).move(end_ + 0.9, spec.beats + 0.3, 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    const Side free = spec_.side;
    const Side standing = other(free);
    const double start = begin + kStart;
    const double end = begin + end_;
    plan.feet.stand_on(standing, begin - 1.1, begin - 0.5);
    plan.feet.step(free, begin - 0.5, begin + 0.3, plan.home(free, begin, 0.0, -0.2, 24.0), 0.04);
    plan.feet.shift(begin, begin + 0.8, standing == Side::kLeft ? 0.62 : 0.38);
    plan.feet.stand_on(standing, start - 0.7, start - 0.1);
    const double before = plan.heading.last();
    const double after = before + sign(free) * kTau * spec_.turns;
    plan.heading.move(start - 0.2, end + 0.2, after);
    plan.feet.pivot(standing, start - 0.2, end + 0.2,
                    plan.feet.placement(standing).yaw + sign(free) * kTau * spec_.turns);
    plan.feet.raise_heel(standing, start - 0.5, start + 0.2, 34.0 * kDegree);
    plan.feet.raise_heel(standing, end, end + 0.7, 0.0);
    retire(plan, free, start - 0.35, end + 0.55, standing);
    plan.feet.shift(end + 0.3, end + 1.0, 0.5);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = amplitude(factors);
    const double load = load_.at(beat);
    const double closed = closed_.at(beat);
    const double open = open_.at(beat);
    Carriage c = at_ease(factors);
    c.bounce = 0.2;
    c.drop = 0.12 * load - 0.03 * closed;
    c.forward = 0.05 * closed;  // over the ball of the foot
    c.hips = {.pitch = 4.0 * load, .yaw = -5.0 * load * (1.0 - open), .roll = 0.0};
    c.spine[0] = {.pitch = 1.0 * load, .yaw = -4.0 * size * load * (1.0 - open), .roll = 0.0};
    c.spine[1] = {.pitch = -2.0 * closed, .yaw = -6.0 * size * load * (1.0 - open), .roll = 0.0};
    c.spine[2] = {.pitch = -2.0 * closed, .yaw = 3.0 * closed, .roll = 0.0};
    c.gaze = {.pitch = 0.0, .yaw = spotting(progress_.at(beat), spec_.turns), .roll = 0.0};
    // Fourth position before it, a round frame in it, both arms open after it; for a turn to the
    // left.
    c.right = mix(c.right, {.raise = 70, .open = 16, .roll = -4, .elbow = 46, .wrist = 10}, load);
    c.left = mix(c.left, {.raise = 74, .open = 84, .roll = 14, .elbow = 22, .wrist = -8}, load);
    const double height = factors[kArmHeight];
    ArmPose frame = arm_at_height(std::max(0.35, height));
    frame.open = lerp(24.0, 44.0, height);
    frame.elbow = 70.0;
    const ArmPose wide{.raise = 82, .open = 76, .roll = 18, .elbow = 22, .twist = 8, .wrist = -10};
    for (ArmPose* arm : {&c.left, &c.right}) {
      *arm = mix(*arm, frame, closed);
      *arm = mix(*arm, wide, 0.8 * open * (1.0 - closed));
    }
    return spec_.side == Side::kLeft ? c : mirrored(c);
  }

 private:
  static constexpr double kStart = 2.0;

  /// The free foot to the knee of the standing leg, turning with the body, and down beside it.
  static void retire(Plan& plan, Side free, double lift, double land, Side standing) {
    const Placement down = plan.home(free, land + 0.3);
    const double knee = 0.78 * plan.body().shin();
    std::vector<GestureKey> keys;
    const Vec3 from = plan.feet.placement(free).ball;
    constexpr int kKeys = 8;
    for (int k = 1; k < kKeys; ++k) {
      const double p = static_cast<double>(k) / kKeys;
      const double beat = lerp(lift, land, p);
      const Eigen::AngleAxisd heading(plan.heading.at(beat), Vec3::UnitY());
      const double drawn = plateau(p, 0.0, 0.3, 0.75, 1.0);
      const Vec3 axis = plan.feet.placement(standing).ball;
      const Vec3 wanted = axis + heading * Vec3(sign(free) * lerp(0.2, 0.07, drawn), 0.0, -0.02) +
                          drawn * knee * Vec3::UnitY();
      const Vec3 arc = from + ease(p) * (down.ball - from);
      keys.push_back({beat, wanted - arc - Vec3(0, Body::kBallHeight, 0)});
    }
    plan.feet.gesture(free, lift, land, down, keys);
  }

  PhraseSpec spec_;
  double span_, end_;
  Track progress_, load_, closed_, open_;
};

}  // namespace

std::unique_ptr<Phrase> make_pirouette(const PhraseSpec& spec) {
  return std::make_unique<Pirouette>(spec);
}

}  // namespace poseaae::choreography
