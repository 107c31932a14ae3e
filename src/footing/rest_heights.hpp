#pragma once

#include <vector>

#include "sole_tracks.hpp"

namespace poseaae::footing {

/// T for each point: the height at which it stands, in metres of its SoleTrack. Empty for a point
/// that never stands and has no counterpart that does. `still[p][t]` says where a point hardly
/// moves, below the body.
///
/// It is low among the heights at which the point is still, and follows a floor that slopes, or
/// drifts by up to 10 cm, as the lowest of the points that are still within 2 s do.
[[nodiscard]] std::vector<std::vector<double>> rest_heights(
    const std::vector<SoleTrack>& tracks, const std::vector<std::vector<bool>>& still, double fps);

}  // namespace poseaae::footing
