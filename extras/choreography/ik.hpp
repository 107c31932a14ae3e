#pragma once

#include "poseaae/math/quaternion.hpp"

namespace poseaae::choreography {

/// Solution for a chain of two bones.
struct TwoBone {
  math::Vec3 middle;  ///< |middle - root| = upper, |end - middle| = lower, exactly
  math::Vec3 end;     ///< the target, or the nearest reachable point on the line to it
  double bend = 0.0;  ///< radians between the bones' directions: 0 is straight
};

/// The chain root - middle - end of lengths `upper` and `lower` whose end meets `target` and whose
/// middle joint points to the side of `pole` (a direction, of which the component perpendicular to
/// the root-target line counts). Closed form by the law of cosines.
///
/// A target further than `max_stretch` (upper + lower), or nearer than the folded chain allows, is
/// moved along its line into reach, so that the chain never locks. A pole parallel to the line, or
/// a target on the root, leaves a degree of freedom open; then any perpendicular is used.
[[nodiscard]] TwoBone solve_two_bone(const math::Vec3& root, const math::Vec3& target,
                                     const math::Vec3& pole, double upper, double lower,
                                     double max_stretch = 0.998);

}  // namespace poseaae::choreography
