#pragma once

#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap {

/// S l, a point in the mirror of a frame: the half turn 0 (none), 1, 2, 3 (about x, y, z), then
/// l -> -l. Thus 1 flips x, and 0 all of them.
[[nodiscard]] Vec3 reflected(int half_turn, const Vec3& l);

/// The mirror image m(j) of each joint by the shape of the tree: j itself in the middle, -1 without
/// counterpart. `named` holds the partners by name, or -1 (NamedSides::partner).
///
/// From the root down, the children of a joint in the middle are paired where their branches are
/// alike and the bones to them are mirror images in one of the three planes; the plane is the one
/// under which most joints are paired best. The children of two partners are paired with each other
/// likewise. Where the names pair two of these, they decide; unless the planes of the others say
/// that they are no mirror images.
[[nodiscard]] std::vector<int> partners_by_shape(const Skeleton& skeleton,
                                                 const std::vector<int>& named);

}  // namespace poseaae::mocap
