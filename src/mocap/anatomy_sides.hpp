#pragma once

#include "body_tree.hpp"
#include "poseaae/mocap/anatomy.hpp"
#include "side_names.hpp"

namespace poseaae::mocap {

/// Anatomy::side, from the partners, the head and the feet that are already known: what the names
/// say; below a joint of one side the same side; else where the branch lies in the rest pose, seen
/// by the body, whose front is where its toes point, or +z.
[[nodiscard]] std::vector<Side> sides_of(const BodyTree& tree, const Anatomy& anatomy,
                                         const NamedSides& named);

}  // namespace poseaae::mocap
