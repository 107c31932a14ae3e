#pragma once

#include "poseaae/core/hdf5.hpp"
#include "poseaae/mocap/clip.hpp"

namespace poseaae::mocap {

/// ClipOptions as attributes (unit_m, source_fps, fps, strict, remove_heading) and the list
/// remove_joints: models and datasets carry them.
void save_clip_options(h5::Group group, const ClipOptions& options);
/// @throws ModelError
[[nodiscard]] ClipOptions load_clip_options(const h5::Group& group);

}  // namespace poseaae::mocap
