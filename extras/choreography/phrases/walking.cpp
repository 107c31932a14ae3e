#include "walking.hpp"

#include "kinds.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kSwing = 0.74;  // beats a foot is in the air before its beat

}  // namespace

void walk_on(Plan& plan, double begin, const PhraseSpec& spec, const Gait& gait) {
  const int steps = walk_steps(spec);
  plan.feet.stand_on(other(spec.side), begin - 1.2, begin - 0.4);
  plan.heading.move(begin - 0.3, begin + steps - 0.8, plan.heading.last() + spec.curve * kDegree);
  Side foot = spec.side;
  for (int i = 0; i + 1 < steps; ++i, foot = other(foot)) {
    const double beat = begin + i;
    plan.travel(beat - 0.3, 0.0, i == 0 ? 0.6 * gait.stride : gait.stride);
    const double height = lerp(gait.low, gait.high, plan.factors(beat)[kEnergy]);
    plan.feet.step(foot, beat - (i == 0 ? 0.6 : kSwing), beat + 0.06,
                   on_track(plan, foot, beat + 0.3, gait.track, 0.0, 0.0, 6.0), height);
    plan.feet.stand_on(foot, beat - kWalkShift, beat + 1.0 - kWalkShift);
  }
  const double close = begin + steps - 1.0;
  plan.feet.step(foot, close - kSwing, close + 0.06, plan.home(foot, close + 0.3), 0.04);
  plan.feet.shift(close - 0.2, close + 0.6, 0.5);
}

}  // namespace poseaae::choreography
