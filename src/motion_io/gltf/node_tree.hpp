#pragma once

#include <string>
#include <vector>

#include "content.hpp"

namespace poseaae::mocap::gltf {

/// The nodes of a file as a tree, with scales and reflections taken out of their rotations.
///
/// A node's matrix is T R S, with S = s D, s > 0 and D = diag(+-1, +-1, +-1). With s and D those of
/// the node above, multiplied along the way from the top, a rotation r and a place l of a node are,
/// in a world without scales,
///   r' = D r D,   l' = s D l.
class NodeTree {
 public:
  /// @throws InputError for a node with two parents, a cycle, or a number of no node
  explicit NodeTree(const Content& content);

  [[nodiscard]] std::size_t size() const noexcept { return parents_.size(); }
  /// -1 at the top.
  [[nodiscard]] long parent(std::size_t node) const { return parents_.at(node); }
  [[nodiscard]] const std::vector<std::size_t>& children(std::size_t node) const;
  /// How many nodes are above.
  [[nodiscard]] int depth(std::size_t node) const { return depths_.at(node); }
  /// All nodes, parents first, branch by branch.
  [[nodiscard]] const std::vector<std::size_t>& order() const noexcept { return order_; }

  /// r' and l' of above.
  [[nodiscard]] Quat rotation(std::size_t node, const Quat& r) const;
  [[nodiscard]] Vec3 place(std::size_t node, const Vec3& l) const;
  /// r and l of the file, outside animations.
  [[nodiscard]] const Quat& still_rotation(std::size_t node) const { return rotations_.at(node); }
  [[nodiscard]] const Vec3& still_place(std::size_t node) const { return places_.at(node); }
  /// The matrix in the world, outside animations, scales and all.
  [[nodiscard]] Eigen::Matrix4d world(std::size_t node) const;
  /// A scale that differs between the axes, or a sheared matrix, of this node or one above.
  [[nodiscard]] bool is_uneven(std::size_t node) const { return uneven_.at(node); }

 private:
  void find_parents(const Content& content);
  void find_order(const Content& content);
  void take_apart(const Node& node, std::size_t number);

  const Document& document_;
  std::vector<long> parents_;
  std::vector<int> depths_;
  std::vector<std::size_t> order_;
  std::vector<Quat> rotations_;
  std::vector<Vec3> places_;
  std::vector<Vec3> own_scale_;
  std::vector<double> scale_;  ///< s of the node and all above
  std::vector<Vec3> signs_;    ///< D of the node and all above
  std::vector<bool> uneven_;
};

/// T R S of a matrix: its columns' lengths, with the first of them negative where it mirrors.
struct Parts {
  Vec3 place;
  Quat rotation;
  Vec3 scale;
  bool is_sheared = false;
};
[[nodiscard]] Parts parts_of(const Eigen::Matrix4d& matrix);

}  // namespace poseaae::mocap::gltf
