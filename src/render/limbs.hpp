#pragma once

#include <string_view>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::render {

enum class Side { kCentre, kLeft, kRight };

/// The side that a joint's own name indicates ("LeftUpLeg", "UpperArm_L", "l_arm", "LHipJoint",
/// "mixamorig:RightHand", "Bip01 R Thigh"), kCentre when it indicates none.
[[nodiscard]] Side side_of_name(std::string_view name);

/// One side per joint. A joint takes the side that its name indicates, or that of its parent; names
/// that differ only in a first l and r count too ("lhip" and "rhip"). In a skeleton where no name
/// indicates a side, a branch that lies to one side of the root in the rest pose belongs to that
/// side (left is +X, since a rest pose faces +Z), with everything below it.
[[nodiscard]] std::vector<Side> limb_sides(const mocap::Skeleton& skeleton);

}  // namespace poseaae::render
