#pragma once

#include <string>
#include <vector>

#include "scene.hpp"

namespace poseaae::fbx {

/// Which nodes are joints, and which are the tips of chains.
struct Joints {
  std::vector<int> nodes;    ///< in order, the root first
  std::vector<int> parents;  ///< of each, among the joints; -1 for the root
  std::vector<int> tips;     ///< nodes below a joint that are none themselves
  std::vector<std::string> warnings;
};

/// What is known of a node.
struct Role {
  bool bone = false;    ///< a skin is bound to it
  bool keyed = false;   ///< the animation has keys for it
  bool moving = false;  ///< and they change its place
};

/// Joints are the bones of skins, nodes with keys, what lies between them, and what hangs on them;
/// of the last, leaves are tips. Where there are bones, meshes, cameras and lights are no joints,
/// and above the body, neither is a node that is no bone and stands still. Where several trees
/// stand side by side, the largest is taken. @throws InputError where nothing can be a joint
[[nodiscard]] Joints joints_of(const std::vector<Node>& nodes, const std::vector<Role>& roles);

}  // namespace poseaae::fbx
