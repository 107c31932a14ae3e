#pragma once

#include "poseaae/mocap/motion.hpp"

namespace poseaae::npz {

/// The motion with the 22 joints of SMPL's body, found by what each joint of the motion is
/// (mocap::anatomy_of()), on the rest pose of smpl_rest() with the motion's own lengths
/// (mocap::conform()). The joints that a body may lack, feet, collars, neck and vertebrae, follow
/// their parents; of several vertebrae the first, the middle and the last count. World rotations of
/// the joints and the place of the pelvis are those of the motion.
/// @throws UsageError that names the joints that are missing
[[nodiscard]] mocap::Motion on_smpl(const mocap::Motion& motion);

}  // namespace poseaae::npz
