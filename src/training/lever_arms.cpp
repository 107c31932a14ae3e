#include "lever_arms.hpp"

#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::training {

namespace {

constexpr double kFloor = 0.02;  // metres

/// (N, 3J)
Batch positions_of(const mocap::Skeleton& skeleton, const Batch& poses) {
  Batch positions(poses.rows(), 3 * skeleton.joints());
  mocap::forward_kinematics<float>(skeleton, {poses.data(), static_cast<std::size_t>(poses.size())},
                                   {positions.data(), static_cast<std::size_t>(positions.size())});
  return positions;
}

}  // namespace

Eigen::VectorXd lever_arms(const mocap::Skeleton& skeleton, const Batch& poses) {
  const Batch positions = positions_of(skeleton, poses);
  Eigen::VectorXd arms = Eigen::VectorXd::Zero(skeleton.joints());
  for (int k = 0; k < skeleton.joints(); ++k) {
    for (int j = skeleton.parent(k); j >= 0; j = skeleton.parent(j)) {
      arms[j] += (positions.middleCols<3>(3 * k) - positions.middleCols<3>(3 * j))
                     .rowwise()
                     .norm()
                     .cast<double>()
                     .mean();
    }
  }
  return arms.array() / skeleton.joints() + kFloor;
}

}  // namespace poseaae::training
