#pragma once

#include <span>
#include <vector>

#include "body.hpp"

namespace poseaae::choreography {

/// Where the hips are in every frame, and how far the heels are raised for it: over the feet by
/// their share of the weight (1 left, 0 right), as high as the legs allow, in flight where it takes
/// them, and where the floor carries them at their seat.
void place_hips(std::vector<Targets>& targets, std::span<const double> weights, const Body& body,
                double fps);

}  // namespace poseaae::choreography
