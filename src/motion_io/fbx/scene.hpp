#pragma once

#include <assimp/scene.h>

#include <Eigen/Geometry>
#include <map>
#include <string>
#include <vector>

/// What assimp makes of an FBX file, seen as nodes that carry others.
namespace poseaae::fbx {

using Transform = Eigen::Affine3d;

/// A node of the file. Assimp splits one whose transformation has pivots or rotations before and
/// after the animated one into a chain of nodes, NAME_$AssimpFbx$_Translation and so on, each with
/// one child and with its own keys. Here a chain is one node again.
struct Node {
  std::string name;
  int parent = -1;                   ///< before it in the list; -1 for the first
  std::vector<const aiNode*> chain;  ///< from above
  bool shown = false;                ///< it carries a mesh, a camera or a light
  Transform standing;                ///< local, without an animation
};

/// The nodes in depth-first order: parents come first.
[[nodiscard]] std::vector<Node> nodes_of(const aiScene& scene);

/// The keys of one animation by the names of the nodes in chains.
class Keys {
 public:
  Keys() = default;  ///< no animation
  explicit Keys(const aiAnimation& animation);
  [[nodiscard]] bool move(const Node& node) const;
  /// The shortest time in ticks from one key to the next; 0 where there are no two.
  [[nodiscard]] double step() const;
  /// Local, at a time in ticks: the product of the chain, or what the keys of the whole say.
  /// Between keys places and scales are interpolated linearly, rotations on the shorter arc; before
  /// the first and after the last they stand.
  [[nodiscard]] Transform at(const Node& node, double ticks) const;

 private:
  std::map<std::string, const aiNodeAnim*, std::less<>> channels_;
};

/// Where nodes stand in the world, given each one's local transformation.
[[nodiscard]] std::vector<Transform> in_world(const std::vector<Node>& nodes,
                                              const std::vector<Transform>& local);

/// Where the bones of skins stood when they were bound to them, in the world, by the names of
/// nodes: M B^-1, of the mesh's place M and the matrix B that assimp gives for a bone.
[[nodiscard]] std::map<std::string, Transform> bound(const aiScene& scene,
                                                     const std::vector<Node>& nodes,
                                                     const std::vector<Transform>& standing);

/// The rotation of a transformation that may scale: its first axis, what is left of the second,
/// and their cross product, at unit length. @throws InputError where an axis has no length
[[nodiscard]] Eigen::Quaterniond rotation_of(const Transform& transform, const std::string& name);

}  // namespace poseaae::fbx
