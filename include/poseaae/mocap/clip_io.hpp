#pragma once

#include "poseaae/core/hdf5.hpp"
#include "poseaae/mocap/clip.hpp"

namespace poseaae::mocap {

/// ClipOptions as attributes (unit_m, source_fps, fps, strict, root_rotation by name) and the list
/// remove_joints: models and datasets carry them. Files of version 0.1 say remove_heading (0 or 1)
/// in place of root_rotation, and are read.
void save_clip_options(h5::Group group, const ClipOptions& options);
/// @throws ModelError
[[nodiscard]] ClipOptions load_clip_options(const h5::Group& group);

}  // namespace poseaae::mocap
