#include "attributes/pose_features.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::attributes {

namespace {

Batch facing_forward(const mocap::Skeleton& skeleton, const Batch& poses) {
  constexpr double kAnyRate = 30.0;
  const codec::PoseFormat format(skeleton);
  return format.rows_of(mocap::remove_heading(format.motion_of(poses, kAnyRate)));
}

}  // namespace

PoseFeatures::PoseFeatures(const mocap::Skeleton& skeleton, const Batch& poses,
                           mocap::RootRotation root)
    : space_(skeleton, poses, metrics::PoseSpace::Root::kKept),
      turned_(root == mocap::RootRotation::kKeep) {
  // Not at rest: that may be any pose at all, as far as a file is concerned.
  const Batch positions = space_.positions(poses, 1);
  Eigen::VectorXf heights(skeleton.joints());
  for (int j = 0; j < skeleton.joints(); ++j) heights[j] = positions.col(3 * j + 1).mean();
  heights.maxCoeff(&head_);
}

Batch PoseFeatures::of(const Batch& poses) const {
  const Batch positions =
      space_.positions(turned_ ? facing_forward(space_.skeleton(), poses) : poses, 1);
  const auto& joints = space_.joints();
  Batch features(poses.rows(), width());
  for (Eigen::Index i = 0; i < positions.rows(); ++i) {
    const auto position = [&](int joint) {
      return Eigen::Vector3f(positions.row(i).segment<3>(3 * joint).transpose());
    };
    const Eigen::Vector3f body = position(space_.body());
    float lowest = body.y();
    for (std::size_t k = 0; k < joints.size(); ++k) {
      const Eigen::Vector3f from_body = position(joints[k]) - body;
      features.row(i).segment<3>(static_cast<Eigen::Index>(3 * k)) = from_body.transpose();
      lowest = std::min(lowest, position(joints[k]).y());
    }
    const Eigen::Vector3f head = position(static_cast<int>(head_)) - body;
    features.row(i).tail<3>() = Eigen::RowVector3f(body.y() - lowest, head.y() + body.y() - lowest,
                                                   std::atan2(head.z(), head.y()));
  }
  return features;
}

}  // namespace poseaae::attributes
