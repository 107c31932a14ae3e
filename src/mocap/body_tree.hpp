#pragma once

#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap {

/// The tree of a skeleton with what its branches measure, all rotations identity.
class BodyTree {
 public:
  explicit BodyTree(const Skeleton& skeleton);

  [[nodiscard]] const Skeleton& skeleton() const noexcept { return skeleton_; }
  [[nodiscard]] int joints() const noexcept { return skeleton_.joints(); }
  [[nodiscard]] int parent(int joint) const { return skeleton_.parent(joint); }
  [[nodiscard]] const std::vector<int>& children(int joint) const { return children_.at(joint); }
  /// Where the joint is, the root at the origin.
  [[nodiscard]] const Vec3& at(int joint) const { return at_.at(joint); }
  /// Joints of the branch that begins here.
  [[nodiscard]] int size(int joint) const { return size_.at(joint); }
  /// The longest way along the bones below the joint, end sites included.
  [[nodiscard]] double reach(int joint) const { return reach_.at(joint); }
  /// The last joint on that way; the joint itself where nothing is below it.
  [[nodiscard]] int tip(int joint) const { return tip_.at(joint); }
  /// The farthest end site of a joint, from the joint; 0 where there is none.
  [[nodiscard]] const Vec3& end(int joint) const { return end_.at(joint); }
  /// The joint and all below it, parents first.
  [[nodiscard]] std::vector<int> branch(int joint) const;
  [[nodiscard]] int common_ancestor(int a, int b) const;
  /// Whether the joint is `ancestor` or below it.
  [[nodiscard]] bool is_within(int joint, int ancestor) const;

 private:
  const Skeleton& skeleton_;
  std::vector<std::vector<int>> children_;
  std::vector<Vec3> at_;
  std::vector<Vec3> end_;
  std::vector<int> size_;
  std::vector<double> reach_;
  std::vector<int> tip_;
};

}  // namespace poseaae::mocap
