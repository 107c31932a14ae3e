#pragma once

#include <vector>

#include "figure.hpp"
#include "poseaae/retarget/joint_map.hpp"

namespace poseaae::retarget {

/// J of the target, C_j: the rotation that takes the target's bones in its pose to those of the
/// source in its own, so that Q'_j = Q_i C_j with Q the rotations from these poses; see
/// retarget.hpp. That of an unmatched joint is that of the nearest matched one above it.
[[nodiscard]] std::vector<mocap::Quat> rest_relation(const Figure& source, const Figure& target,
                                                     const JointMap& map);

/// Whether the matched bones of one are those of the other, all times one factor, within 1 %.
[[nodiscard]] bool is_one_body(const mocap::Skeleton& source, const mocap::Skeleton& target,
                               const JointMap& map);

}  // namespace poseaae::retarget
