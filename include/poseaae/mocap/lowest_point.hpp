#pragma once

#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::mocap {

/// The least coordinate along `up`, a unit vector, of a joint and all that hangs from it, end sites
/// included; metres.
[[nodiscard]] double lowest_point(const Skeleton& skeleton, const WorldPose& pose, int joint,
                                  const Vec3& up);

}  // namespace poseaae::mocap
