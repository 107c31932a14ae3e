#pragma once

#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::metrics {

/// mean over frames and joints of |x_{t+3} - 3 x_{t+2} + 3 x_{t+1} - x_t| fps^3, metres / s^3: the
/// mean jerk of a clip of positions (T, 3K). It reveals jitter, which an average position error
/// does not. Source: Flash and Hogan, The coordination of arm movements, 1985 (jerk as smoothness).
/// @throws UsageError with fewer than four frames
[[nodiscard]] double mean_jerk(const Batch& points, double fps);

/// The joints that touch the floor: the lowest in each chain whose name contains "toe", "foot",
/// "ankle" or "heel" (case-insensitive), ends of a chain first. If there are none, the two
/// childless joints with the lowest mean height in `positions` (T, 3J, Y up).
/// @throws UsageError when the skeleton has fewer than two childless joints and none is named
[[nodiscard]] std::vector<int> foot_joints(const mocap::Skeleton& skeleton, const Batch& positions);

/// Contacts of the feet with the floor: a foot is within `height_m` of the floor and its horizontal
/// speed is below `speed_m_s`, both from frame t to t + 1. The floor of a foot is the 5th
/// percentile of its height over the clip.
struct Contacts {
  std::vector<int> feet;             ///< joints
  std::vector<std::vector<int>> on;  ///< per foot: the frames t, below T - 1
  [[nodiscard]] int count() const;
};

struct ContactOptions {
  double height_m = 0.03;
  double speed_m_s = 0.3;
};

/// Contacts in `positions` (T, 3J), with the motion of the root.
[[nodiscard]] Contacts find_contacts(const Batch& positions, const std::vector<int>& feet,
                                     double fps, const ContactOptions& options = {});

/// Foot skating: mean over contacts of the foot's horizontal speed, metres / s. Contacts are
/// those of the original clip, so that a foot of the decoded clip that hovers or is dragged counts
/// as well. 0 without contacts.
/// Source: after Zhang et al., Mode-adaptive neural networks, SIGGRAPH 2018, section 8 (there
/// weighted by height).
[[nodiscard]] double foot_skating(const Batch& positions, const Contacts& contacts, double fps);

}  // namespace poseaae::metrics
