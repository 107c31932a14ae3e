#pragma once

#include <string_view>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::render {

enum class Side { kCentre, kLeft, kRight };

/// The side a joint's own name tells ("LeftUpLeg", "UpperArm_L", "l_arm", "LHipJoint",
/// "mixamorig:RightHand", "Bip01 R Thigh"), kCentre when it tells none.
[[nodiscard]] Side side_of_name(std::string_view name);

/// One side per joint. A joint takes the side its name tells, or its parent's; names that differ
/// only in a first l and r count too ("lhip" and "rhip"). In a skeleton where no name tells a side,
/// a branch that hangs to one side of the root in the rest pose belongs to that side (left is +X,
/// since a rest pose faces +Z), with everything below it.
[[nodiscard]] std::vector<Side> limb_sides(const mocap::Skeleton& skeleton);

}  // namespace poseaae::render
