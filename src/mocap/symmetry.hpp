#pragma once

#include <vector>

#include "body_tree.hpp"

namespace poseaae::mocap {

/// The mirror image m(j) of each joint by the shape of the tree: j itself in the middle, -1 without
/// counterpart. `named` holds the partners by name, or -1 (NamedSides::partner).
///
/// From the root down, the children of a joint in the middle are paired where their branches are
/// alike (the same tree, bones as long) and the bones to them are mirror images in a plane: the one
/// under which most joints are paired best, of the planes along the axes or, where these pair
/// fewer, of those between two alike children. The children of two partners are paired with each
/// other likewise. Where names pair two of the branches, they decide, unless a plane speaks against
/// them.
[[nodiscard]] std::vector<int> partners_by_shape(const BodyTree& tree,
                                                 const std::vector<int>& named);

}  // namespace poseaae::mocap
