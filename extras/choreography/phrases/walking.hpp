#pragma once

#include <cmath>

#include "choreography/phrase.hpp"

/// The feet of those who walk, whatever they do above them.
namespace poseaae::choreography {

/// Metres: the way of a step, how high feet are lifted at an energy of 0 and of 1, and how far
/// apart the lines are on which they go.
struct Gait {
  double stride = 0.5;
  double low = 0.05, high = 0.09;
  double track = 0.13;
};

/// Beats before its beat when the weight starts to go over to a foot.
inline constexpr double kWalkShift = 0.34;

/// A step a beat: the last one closes.
[[nodiscard]] inline int walk_steps(const PhraseSpec& spec) {
  return static_cast<int>(std::floor(spec.beats));
}

/// Steps on a line that bends by the curve of the phrase, with hips that go on at a nearly even
/// speed. The ball of the foot comes down first, as dancers walk.
void walk_on(Plan& plan, double begin, const PhraseSpec& spec, const Gait& gait);

}  // namespace poseaae::choreography
