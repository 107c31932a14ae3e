#pragma once

#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/clip.hpp"

namespace poseaae::mocap {

/// ClipOptions as attributes (unit_m, source_fps, fps, strict, root_rotation by name) and the list
/// remove_joints, as stored in models and datasets. Files of version 0.1, which have remove_heading
/// (0 or 1) instead of root_rotation, can be read.
void save_clip_options(h5::Group group, const ClipOptions& options);
/// @throws ModelError
[[nodiscard]] ClipOptions load_clip_options(const h5::Group& group);

}  // namespace poseaae::mocap
