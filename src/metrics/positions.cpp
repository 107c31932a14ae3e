#include "poseaae/metrics/positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "angle.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::metrics {

namespace {

using math::kQuatSize;

constexpr Eigen::Index kCoordinates = 3;
constexpr Eigen::Index kBlock = 1024;  // poses a task

void require_width(const mocap::Skeleton& skeleton, const Batch& poses) {
  const auto expected = static_cast<Eigen::Index>(kQuatSize) * skeleton.joints();
  if (poses.cols() == expected) return;
  throw UsageError(fmt::format("poses of {} joints: expected {} features per row, found {}",
                               skeleton.joints(), expected, poses.cols()));
}

/// Over all poses; a single one counts as turned when it is not the rest pose.
bool turns(const Batch& poses, int joint) {
  constexpr float kStill = 1e-4F;  // radians
  constexpr float kRest[kQuatSize] = {1, 0, 0, 0};
  const auto column = static_cast<Eigen::Index>(kQuatSize) * joint;
  const float* still = poses.rows() == 1 ? kRest : poses.data() + column;
  for (Eigen::Index i = 0; i < poses.rows(); ++i) {
    if (angle_wxyz(still, poses.row(i).data() + column) > kStill) return true;
  }
  return false;
}

int body_joint(const mocap::Skeleton& skeleton, const Batch& poses) {
  int joint = 0;
  while (!turns(poses, joint)) {
    const std::vector<int> children = skeleton.children(joint);
    if (children.empty()) return 0;
    if (children.size() > 1) break;
    joint = children.front();
  }
  return joint;
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
  body_ = body_joint(skeleton, poses);
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
      part.middleCols(static_cast<Eigen::Index>(kQuatSize) * j, kQuatSize).rowwise() =
          Eigen::RowVector4f(1, 0, 0, 0);
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
