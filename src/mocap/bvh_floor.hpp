#pragma once

#include "bvh_header.hpp"
#include "bvh_rows.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap::bvh {

/// The joint, at the pelvis or above it, whose positions count from its OFFSET, as those of some
/// exporters do; -1 for none. It is a joint whose OFFSET has the height of the hips along some axis
/// (0.25 to 0.75 of the body's), while the first frame has less than half of that, and with whose
/// OFFSET the lowest point of the clip is on the floor (0, to 0.1 of the height), but not without
/// it. `motion` is what the file says if positions replace OFFSET, in metres.
[[nodiscard]] int joint_that_adds(const Header& header, const Rows& rows, const Motion& motion,
                                  double metres);

}  // namespace poseaae::mocap::bvh
