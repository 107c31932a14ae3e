#pragma once

#include <vector>

#include "poseaae/metrics/rows.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::metrics {

/// How poses become the points that are compared: forward kinematics in metres with the root at the
/// origin, and, unless it is kept, with the root's rotation set to identity, so that a dancer who
/// faces another way is in the same pose.
///
/// The joint that carries the body is the root, or its descendant while the root never turns and
/// has one child (as mocap::remove_heading() finds it): some recordings hang the body on a node
/// that marks the origin of the room. It and its ancestors do not count among the K points, since
/// they lie at the same place in every pose; an average over them would flatter every model alike.
class PoseSpace {
 public:
  enum class Root { kRemoved, kKept };

  /// `poses` (N, 4J), real ones: what a model decodes turns a little everywhere.
  /// @throws UsageError when their width is not the skeleton's, or no joint is left to compare
  PoseSpace(const mocap::Skeleton& skeleton, const Rows& poses, Root root = Root::kRemoved);

  [[nodiscard]] const mocap::Skeleton& skeleton() const noexcept { return skeleton_; }
  [[nodiscard]] Root root() const noexcept { return root_; }
  [[nodiscard]] int body() const noexcept { return body_; }
  /// The K joints whose positions are compared, ascending.
  [[nodiscard]] const std::vector<int>& joints() const noexcept { return joints_; }
  /// Joints whose local rotations are compared: all, but the body's and its ancestors' where the
  /// root's rotation is removed. Ascending.
  [[nodiscard]] const std::vector<int>& turning_joints() const noexcept { return turning_; }

  /// (N, 4J) -> (N, 3J): every joint. @throws UsageError on another width
  [[nodiscard]] Rows positions(const Rows& poses, int threads = 0) const;
  /// (N, 4J) -> (N, 3K): joints() alone, in that order; what distances between poses are made of.
  [[nodiscard]] Rows points(const Rows& poses, int threads = 0) const;

 private:
  mocap::Skeleton skeleton_;
  Root root_;
  int body_ = 0;
  std::vector<int> joints_;
  std::vector<int> turning_;
};

}  // namespace poseaae::metrics
