#pragma once

#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::metrics {

/// Maps poses to the points that are compared: forward kinematics in metres with the root at the
/// origin, and, unless it is kept, with the root's rotation set to identity, so that poses that
/// differ only in heading are the same.
///
/// The joint that carries the body (mocap::body_joint()) and its ancestors are not among the K
/// points, since they are at the same position in every pose and would only lower every average.
class PoseSpace {
 public:
  enum class Root { kRemoved, kKept };

  /// `poses` (N, 4J) determine the joint that carries the body. They must be recorded: in decoded
  /// poses every joint rotates a little.
  /// @throws UsageError when their width is not the skeleton's, or no joint is left to compare
  PoseSpace(const mocap::Skeleton& skeleton, const Batch& poses, Root root = Root::kRemoved);

  [[nodiscard]] const mocap::Skeleton& skeleton() const noexcept { return skeleton_; }
  [[nodiscard]] Root root() const noexcept { return root_; }
  [[nodiscard]] int body() const noexcept { return body_; }
  /// The K joints whose positions are compared, ascending.
  [[nodiscard]] const std::vector<int>& joints() const noexcept { return joints_; }
  /// Joints whose local rotations are compared, ascending: all, except the body's joint and its
  /// ancestors if the root's rotation is removed.
  [[nodiscard]] const std::vector<int>& turning_joints() const noexcept { return turning_; }

  /// (N, 4J) -> (N, 3J): every joint. @throws UsageError on another width
  [[nodiscard]] Batch positions(const Batch& poses, int threads = 0) const;
  /// (N, 4J) -> (N, 3K): only joints(), in that order, for distances between poses.
  [[nodiscard]] Batch points(const Batch& poses, int threads = 0) const;

 private:
  mocap::Skeleton skeleton_;
  Root root_;
  int body_ = 0;
  std::vector<int> joints_;
  std::vector<int> turning_;
};

}  // namespace poseaae::metrics
