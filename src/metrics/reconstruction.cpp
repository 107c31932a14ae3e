#include "poseaae/metrics/reconstruction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "angle.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::metrics {

namespace {

using Pose = mocap::PoseView<const float>;

constexpr double kDegrees = 180.0 / std::numbers::pi;

/// (N, J) of |p_j - p'_j|.
Eigen::MatrixXd distances(const Batch& positions, const Batch& others) {
  Eigen::MatrixXd apart(positions.rows(), positions.cols() / 3);
  for (Eigen::Index j = 0; j < apart.cols(); ++j) {
    apart.col(j) = (positions.middleCols<3>(3 * j) - others.middleCols<3>(3 * j))
                       .cast<double>()
                       .rowwise()
                       .norm();
  }
  return apart;
}

/// (N, J) of the angles of local rotations, degrees.
Eigen::MatrixXd angles_deg(const Batch& poses, const Batch& others) {
  Eigen::MatrixXd angles(poses.rows(), Pose::joints(poses.cols()));
  for (Eigen::Index i = 0; i < angles.rows(); ++i) {
    const Pose pose(poses.row(i).data());
    const Pose other(others.row(i).data());
    for (int j = 0; j < angles.cols(); ++j) {
      angles(i, j) = kDegrees * angle_wxyz(pose.at(j), other.at(j));
    }
  }
  return angles;
}

std::vector<int> tips_among(const PoseSpace& space) {
  std::vector<int> tips;
  for (const int joint : space.joints()) {
    if (space.skeleton().children(joint).empty()) tips.push_back(joint);
  }
  return tips;
}

/// Means over some columns, (N), and of each of them over the rows, (J) with NaN elsewhere.
Eigen::VectorXd row_means(const Eigen::MatrixXd& values, const std::vector<int>& columns) {
  return values(Eigen::all, columns).rowwise().mean();
}
Eigen::VectorXd column_means(const Eigen::MatrixXd& values, const std::vector<int>& columns) {
  Eigen::VectorXd means =
      Eigen::VectorXd::Constant(values.cols(), std::numeric_limits<double>::quiet_NaN());
  for (const int j : columns) means[j] = values.col(j).mean();
  return means;
}

}  // namespace

Reconstruction reconstruction(const PoseSpace& space, const Batch& poses,
                              const Batch& reconstructed, int threads) {
  if (poses.rows() == 0 || reconstructed.rows() != poses.rows() ||
      reconstructed.cols() != poses.cols()) {
    throw UsageError(
        fmt::format("reconstruction error: expected as many poses as reconstructions, at least "
                    "one, found {} x {} and {} x {}",
                    poses.rows(), poses.cols(), reconstructed.rows(), reconstructed.cols()));
  }
  const Batch rebuilt = space.positions(reconstructed, threads);
  const Eigen::MatrixXd apart = distances(space.positions(poses, threads), rebuilt);
  const Eigen::MatrixXd angles = angles_deg(poses, reconstructed);
  return {.position_m = row_means(apart, space.joints()),
          .rotation_deg = row_means(angles, space.turning_joints()),
          .tips_m = row_means(apart, tips_among(space)),
          .joint_position_m = column_means(apart, space.joints()),
          .joint_rotation_deg = column_means(angles, space.turning_joints()),
          .bone_deviation = bone_deviation(space.skeleton(), rebuilt)};
}

double bone_deviation(const mocap::Skeleton& skeleton, const Batch& positions) {
  constexpr double kNoBone = 1e-6;  // metres: a joint at its parent's place
  double largest = 0.0;
  for (int j = 1; j < skeleton.joints(); ++j) {
    const double length = skeleton.offset(j).norm();
    if (length < kNoBone) continue;
    const Eigen::VectorXd found =
        (positions.middleCols<3>(3 * j) - positions.middleCols<3>(3 * skeleton.parent(j)))
            .cast<double>()
            .rowwise()
            .norm();
    largest = std::max(largest, (found.array() / length - 1.0).abs().maxCoeff());
  }
  return largest;
}

}  // namespace poseaae::metrics
