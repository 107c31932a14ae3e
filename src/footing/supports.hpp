#pragma once

#include <vector>

#include "footing/stay.hpp"

/// Which sole points carry weight while nobody knows where the root is.
namespace poseaae::footing {

/// Standard gravity, rounded as usual; m/s^2.
inline constexpr double kGravity = 9.81;

/// The supports of each step from frame t to t + 1 (T - 1): the sequence of least cost. A step
/// costs
///   sum_i h_i^2 / 2 s_h^2 + |slip|^2 / 2 (s_v dt)^2 + |twist|^2 / 2 (s_w dt)^2
/// over the points that carry weight, with h_i the height above the lowest point of the body, and a
/// constant for every point that does not; from step to step, the change of the root's velocity
/// and of its turn, |du|^2 / 2 (s_a dt)^2, and a constant for every point that comes or goes. A
/// flight of any length up to a second is one step from take-off to landing: its parabola should
/// begin and end at the vertical velocities before and after, and no foot may come below the floor.
/// Every term has an upper bound, so that no single frame decides. Found by dynamic programming
/// (Viterbi, with explicit durations of flights), at 40 steps a second at most.
struct Supports {
  std::vector<Support> steps;
  double cost = 0.0;
};
[[nodiscard]] Supports supports_of(const Soles& soles, double fps, bool turns);

/// The thickness of the soles (0 to 5 cm, for legs of scale 1) for which the supports cost least.
[[nodiscard]] double thickness_of(Soles soles, double fps, bool turns);

}  // namespace poseaae::footing
