#include <algorithm>
#include <cmath>

#include "seated.hpp"

namespace poseaae::choreography {

namespace {

/// Down, over and up, sixteen beats: the dancer sits, lies back with arms overhead and legs
/// stretched out, rolls once about the spine towards `side`, draws the knees in, sits up and
/// stands.
class Roll : public Phrase {
 public:
  explicit Roll(const PhraseSpec& spec) : spec_(spec), pace_(spec.beats / 16.0) {
    low_.move(b(0.3), b(1.9), 1.0).move(b(13.2), b(15.2), 0.0);
    floor_.move(b(1.2), b(3.2), 1.0).move(b(12.2), b(13.8), 0.0);
    calm_.move(b(0.0), b(1.4), 1.0).move(b(13.6), b(16.4), 0.0);
    back_.move(b(2.9), b(5.0), 1.0).move(b(9.8), b(11.8), 0.0);
    over_.move(b(3.6), b(5.2), 1.0).move(b(9.2), b(11.0), 0.0);
    spin_.move(kFrom * pace_, kTo * pace_, 1.0);
  }

  void plan(Plan& plan, double begin) const override {
    const auto at = [&](double beat) { return begin + b(beat); };
    const Side side = spec_.side;
    Sitting sitting = sit_down(plan, at(0.0), pace_, side, false);
    plan.support.let_go(side, at(2.6), at(4.4));
    // A trunk of this radius that does not slide.
    const double way = sign(side) * kTau * 0.11;
    const Eigen::AngleAxisd heading(plan.heading.at(at(0.0)), Vec3::UnitY());
    const Vec3 there = sitting.seat + heading * Vec3(way, 0.0, 0.0);
    plan.support.sit(at(kFrom), at(kTo), there);
    plan.travel(at(0.0), way, 0.0);
    for (const Side foot : {Side::kLeft, Side::kRight})
      stretch(plan, foot, begin, sitting, heading);
    sitting.seat = there;
    get_up(plan, at(12.9), pace_, side, sitting);
  }

  [[nodiscard]] Carriage carriage(double beat, const Factors& factors) const override {
    const double back = back_.at(beat);
    const double over = over_.at(beat);
    const double moving = 4.0 * back * (1.0 - back);
    Carriage c = seated_carriage(factors, low_.at(beat), floor_.at(beat), calm_.at(beat));
    c.hips.pitch = lerp(c.hips.pitch, -90.0, back);
    const double rolled = spin_.at(beat);
    c.spin = rolled < 1.0 ? sign(spec_.side) * 360.0 * rolled : 0.0;  // once over is where it was
    for (Angles& bend : c.spine) bend.pitch = lerp(bend.pitch, 1.0, back) + 9.0 * moving;
    c.gaze.pitch = lerp(c.gaze.pitch, 3.0, back) + 16.0 * moving;
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ArmPose& arm = c.arm(side);
      arm = mix(arm, {.raise = 72, .open = 24, .roll = 0, .elbow = 26, .twist = 0, .wrist = 0},
                0.6 * moving);
      arm = mix(arm, {.raise = 164, .open = 70, .roll = 20, .elbow = 13, .twist = 20, .wrist = 0},
                over);
    }
    return c;
  }

 private:
  static constexpr double kFrom = 5.2, kTo = 9.4;  // beats of the roll, of sixteen

  [[nodiscard]] double b(double beat) const { return pace_ * beat; }

  /// Both legs straight along the floor, turning with the pelvis, and back to where it came to.
  void stretch(Plan& plan, Side foot, double begin, const Sitting& sitting,
               const Eigen::AngleAxisd& heading) const {
    const double lift = begin + b(foot == spec_.side ? 3.2 : 3.4);
    const double land = begin + b(foot == spec_.side ? 12.0 : 11.7);
    const Placement down = plan.home(foot, land, 0.0, 0.0, 18.0);
    const Placement up = plan.feet.placement(foot);
    const double away = sign(spec_.side) * kTau * 0.11;
    std::vector<GestureKey> keys;
    for (const double beat : {4.9, 5.8, 6.6, 7.3, 8.0, 8.8, 9.6}) {
      const double rolled = spin_.at(b(beat));
      const double angle = sign(spec_.side) * kTau * rolled;
      // About the spine, seen along the legs from the feet.
      const double x = away * rolled + sign(foot) * 0.08 * std::cos(angle);
      const double y = 0.13 + std::max(0.0, sign(foot) * std::sin(-angle)) * 0.14;
      const Vec3 ankle =
          sitting.seat + heading * Vec3(x, 0.0, Body::kHipDrop + 0.975 * plan.body().leg());
      const double p = (begin + b(beat) - lift) / (land - lift);
      const Vec3 arc = up.ball + ease(p) * (down.ball - up.ball);
      const Eigen::AngleAxisd turned(up.yaw + ease(p) * (down.yaw - up.yaw), Vec3::UnitY());
      const Vec3 standing = arc - turned * Vec3(0, 0, Body::kBallForward);
      Vec3 displacement = ankle - standing;
      displacement.y() = y - Body::kAnkleHeight;
      keys.push_back({begin + b(beat), displacement});
    }
    plan.feet.gesture(foot, lift, land, down, keys);
  }

  PhraseSpec spec_;
  double pace_;
  Track low_, floor_, calm_, back_, over_, spin_;
};

}  // namespace

std::unique_ptr<Phrase> make_roll(const PhraseSpec& spec) { return std::make_unique<Roll>(spec); }

}  // namespace poseaae::choreography
