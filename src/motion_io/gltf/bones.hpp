#pragma once

#include <string>
#include <vector>

#include "node_tree.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap::gltf {

/// The nodes of a file that are joints of one body.
struct Bones {
  std::vector<std::size_t> nodes;  ///< J, parents first
  std::vector<int> parents;        ///< J, -1 for the first
  std::vector<std::size_t> tips;   ///< nodes that are end sites
  std::vector<std::string> warnings{};
};

/// The joints of the skin that has most, together with those of skins that share some with it; or
/// where there is no skin, the nodes that the animation moves, and all below them; those that a VRM
/// calls bones, always. Nodes between them, and those that the animation moves below them, are
/// joints too; where they have several tops, so is the node that these hang from. Below a joint, an
/// empty node without children is an end site. In the order of the file, if parents come first
/// there, else branch by branch. @throws InputError where there is no joint
[[nodiscard]] Bones bones_of(const Content& content, const NodeTree& tree,
                             const Animation* animation);

/// A_j of the joints in the rest pose, the rotation in the world: from the inverse bind matrices
/// where all joints of a bone have one, else from the nodes as they stand outside animations. The
/// rest pose of a skin is turned to the axes of the world by a multiple of a quarter turn about
/// each axis, so that a body whose first frame leans does not lean at rest.
[[nodiscard]] std::vector<Quat> axes_of(Content& content, const NodeTree& tree, const Bones& bones);

}  // namespace poseaae::mocap::gltf
