#include <algorithm>
#include <cmath>

#include "seated.hpp"

namespace poseaae::choreography {

namespace {

/// Down to sitting and up, sixteen beats: through a squat, hand first; leaning on both hands the
/// knees sway from side to side, a leg is stretched out and drawn in, then the arms leave the
/// floor, the trunk turns and opens, and the dancer gets up over the feet.
class Sit : public Phrase {
 public:
  explicit Sit(const PhraseSpec& spec) : spec_(spec), pace_(spec.beats / 16.0) {
    low_.move(b(0.3), b(1.9), 1.0).move(b(13.0), b(15.0), 0.0);
    floor_.move(b(1.2), b(3.2), 1.0).move(b(11.6), b(13.4), 0.0);
    calm_.move(b(0.0), b(1.4), 1.0).move(b(13.6), b(16.4), 0.0);
    knees_.move(b(3.6), b(4.8), sign(spec.side)).move(b(5.0), b(6.6), -sign(spec.side));
    knees_.move(b(6.8), b(7.8), 0.0);
    open_.move(b(8.9), b(10.4), 1.0).move(b(10.8), b(12.3), 0.0);
    twist_.move(b(9.2), b(10.2), sign(spec.side)).move(b(10.3), b(11.3), 0.0);
  }

  void plan(Plan& plan, double begin) const override {
    const auto at = [&](double beat) { return begin + b(beat); };
    const Side side = spec_.side;
    const Sitting sitting = sit_down(plan, at(0.0), pace_, side, true);
    sway_knees(plan, at(0.0));
    // Out along the floor, the ankle as high as the heel is thick.
    const Eigen::AngleAxisd heading(plan.heading.at(at(8.0)), Vec3::UnitY());
    const double out = 0.9 * plan.body().leg() - sitting.away;
    const Placement home = plan.feet.placement(side);
    plan.feet.gesture(
        side, at(7.7), at(11.4), home,
        {{at(8.7), heading * Vec3(0, 0.0, out)}, {at(10.2), heading * Vec3(0, 0.0, out)}});
    plan.support.let_go(side, at(8.5), at(10.1));
    plan.support.let_go(other(side), at(8.7), at(10.3));
    get_up(plan, at(12.6), pace_, other(side), sitting);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double size = lerp(0.75, 1.1, factors[kEnergy]);
    const double floor = floor_.at(beat);
    const double knees = knees_.at(beat);
    const double open = open_.at(beat);
    const double twist = twist_.at(beat);
    Carriage c = seated_carriage(factors, low_.at(beat), floor, calm_.at(beat));
    c.hips.pitch -= 8.0 * floor * (1.0 - open);
    c.hips.yaw += 10.0 * knees;
    c.spine[0].yaw += 6.0 * size * twist - 4.0 * knees;
    c.spine[1].yaw += 10.0 * size * twist - 5.0 * knees;
    c.spine[1].pitch -= 4.0 * size * open;
    c.spine[2].yaw += 12.0 * size * twist - 4.0 * knees;
    c.spine[2].pitch -= 5.0 * size * open;
    c.gaze.yaw += 20.0 * twist - 14.0 * knees_.at(beat - 0.3);
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const double toward = sign(side) * sign(spec_.side);
      ArmPose& arm = c.arm(side);
      arm = mix(arm,
                {.raise = toward > 0.0 ? 104.0 : 118.0,
                 .open = toward > 0.0 ? 92.0 : 40.0,
                 .roll = 22,
                 .elbow = 18,
                 .twist = 10,
                 .wrist = -8},
                0.9 * size * open);
    }
    return c;
  }

 private:
  [[nodiscard]] double b(double beat) const { return pace_ * beat; }

  /// The feet stay on their balls; the knees go where the toes point.
  void sway_knees(Plan& plan, double begin) const {
    for (const Side foot : {Side::kLeft, Side::kRight}) {
      const double yaw = plan.feet.placement(foot).yaw;
      const double way = 42.0 * kDegree * sign(spec_.side);
      plan.feet.pivot(foot, begin + b(3.6), begin + b(4.8), yaw + way);
      plan.feet.pivot(foot, begin + b(5.0), begin + b(6.6), yaw - way);
      plan.feet.pivot(foot, begin + b(6.8), begin + b(7.7), yaw);
    }
  }

  PhraseSpec spec_;
  double pace_;
  Track low_, floor_, calm_, knees_, open_, twist_;
};

}  // namespace

std::unique_ptr<Phrase> make_sit(const PhraseSpec& spec) { return std::make_unique<Sit>(spec); }

}  // namespace poseaae::choreography
