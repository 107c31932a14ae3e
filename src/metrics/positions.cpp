#include "poseaae/metrics/positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "angle.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::metrics {

namespace {

using Pose = mocap::PoseView<const float>;

constexpr Eigen::Index kCoordinates = 3;
constexpr Eigen::Index kBlock = 1024;  // poses a task

void require_width(const mocap::Skeleton& skeleton, const Batch& poses) {
  const int expected = Pose::width(skeleton.joints());
  if (poses.cols() == expected) return;
  throw UsageError(fmt::format("poses of {} joints: expected {} features per row, found {}",
                               skeleton.joints(), expected, poses.cols()));
}

/// Over all poses; a single one counts as turned when it is not the rest pose.
bool turns(const Batch& poses, int joint) {
  constexpr float kStill = 1e-4F;  // radians
  constexpr float kRest[] = {1, 0, 0, 0};
  const float* still = poses.rows() == 1 ? kRest : Pose(poses.data()).at(joint);
  for (Eigen::Index i = 0; i < poses.rows(); ++i) {
    if (angle_wxyz(still, Pose(poses.row(i).data()).at(joint)) > kStill) return true;
  }
  return false;
}

/// A joint and its ancestors.
std::vector<bool> way_to(const mocap::Skeleton& skeleton, int joint) {
  std::vector<bool> on_way(static_cast<std::size_t>(skeleton.joints()), false);
  for (; joint >= 0; joint = skeleton.parent(joint)) on_way[static_cast<std::size_t>(joint)] = true;
  return on_way;
}

}  // namespace

PoseSpace::PoseSpace(const mocap::Skeleton& skeleton, const Batch& poses, Root root)
    : skeleton_(skeleton), root_(root) {
  require_width(skeleton, poses);
  if (poses.rows() == 0) throw UsageError("a space of poses: expected at least one, found none");
  body_ = mocap::body_joint(skeleton, [&](int joint) { return turns(poses, joint); });
  const std::vector<bool> on_way = way_to(skeleton, body_);
  for (int j = 0; j < skeleton.joints(); ++j) {
    const bool above = on_way[static_cast<std::size_t>(j)];
    if (!above) joints_.push_back(j);
    if (!above || root == Root::kKept) turning_.push_back(j);
  }
  if (joints_.empty()) {
    throw UsageError(fmt::format(
        "joint '{}', which carries the body, has no joint below it, so there is no pose to compare",
        skeleton.name(body_)));
  }
}

Batch PoseSpace::positions(const Batch& poses, int threads) const {
  require_width(skeleton_, poses);
  Batch positions(poses.rows(), kCoordinates * skeleton_.joints());
  const auto blocks = static_cast<std::size_t>((poses.rows() + kBlock - 1) / kBlock);
  parallel_for(blocks, threads, [&](std::size_t block) {
    const Eigen::Index first = static_cast<Eigen::Index>(block) * kBlock;
    Batch part = poses.middleRows(first, std::min(kBlock, poses.rows() - first));
    for (int j = root_ == Root::kRemoved ? body_ : -1; j >= 0; j = skeleton_.parent(j)) {
      for (Eigen::Index i = 0; i < part.rows(); ++i) {
        mocap::PoseView(part.row(i).data()).set_rotation(j, math::Quat::Identity());
      }
    }
    mocap::forward_kinematics<float>(
        skeleton_, {part.data(), static_cast<std::size_t>(part.size())},
        {positions.row(first).data(), static_cast<std::size_t>(part.rows() * positions.cols())});
  });
  return positions;
}

Batch PoseSpace::points(const Batch& poses, int threads) const {
  const Batch all = positions(poses, threads);
  Batch chosen(all.rows(), kCoordinates * static_cast<Eigen::Index>(joints_.size()));
  for (std::size_t k = 0; k < joints_.size(); ++k) {
    chosen.middleCols(kCoordinates * static_cast<Eigen::Index>(k), kCoordinates) =
        all.middleCols(kCoordinates * joints_[k], kCoordinates);
  }
  return chosen;
}

}  // namespace poseaae::metrics
