#pragma once

#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap {

/// Writes parents (J) with the attribute joint_names, offsets (J, 3; metres) and, where there are
/// tips, end_site_parents (E) with the attribute end_site_names, end_site_offsets (E, 3) into
/// `group`.
void save_skeleton(h5::Group& group, const Skeleton& skeleton);

/// @throws ModelError
[[nodiscard]] Skeleton load_skeleton(const h5::Group& group);

}  // namespace poseaae::mocap
