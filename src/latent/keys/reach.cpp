#include "reach.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <set>

#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::latent::keys {

namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;
using Wanted = std::vector<std::pair<int, Vec3>>;

constexpr double kRootShare = 1.0 / 3.0;

/// Joints above one, below the body.
std::vector<int> chain_to(const mocap::Skeleton& skeleton, int joint, int body) {
  std::vector<int> chain;
  for (int above = skeleton.parent(joint); above > body; above = skeleton.parent(above)) {
    chain.push_back(above);
  }
  return chain;
}

/// d p / d w of a world rotation by w about the joint: w x (p - joint), as a matrix.
Eigen::Matrix3d turning(const Vec3& arm) {
  Eigen::Matrix3d matrix;
  matrix << 0, arm.z(), -arm.y(), -arm.z(), 0, arm.x(), arm.y(), -arm.x(), 0;
  return matrix;
}

/// A turn in the world, of the joint's own rotation.
void turn(Motion& motion, const mocap::WorldPose& pose, int joint, const Vec3& by) {
  const int parent = motion.skeleton().parent(joint);
  const Quat above = parent < 0 ? Quat::Identity() : pose.rotations[parent];
  const Quat local = above.conjugate() * math::from_rotation_vector(by) * above;
  motion.set_rotation(0, joint, local * motion.rotation(0, joint));
}

/// The equations of a step: J d = r.
struct Step {
  Eigen::MatrixXd jacobian;
  Eigen::VectorXd residual;  ///< cut
  double missed = 0.0;       ///< the sum of squared distances
};

Step step_at(const mocap::WorldPose& pose, const mocap::Skeleton& skeleton, int body,
             const Wanted& wanted, const std::vector<int>& joints, bool free_root) {
  const auto rows = static_cast<Eigen::Index>(3 * wanted.size());
  const auto turns = static_cast<Eigen::Index>(3 * joints.size());
  Step step{Eigen::MatrixXd::Zero(rows, turns + (free_root ? 3 : 0)), Eigen::VectorXd(rows)};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& [joint, place] = wanted[i];
    const auto row = static_cast<Eigen::Index>(3 * i);
    const Vec3 way = place - pose.positions[joint];
    constexpr double kStride = 0.1;
    step.residual.segment<3>(row) = way * std::min(1.0, kStride / std::max(way.norm(), 1e-12));
    step.missed += way.squaredNorm();
    const auto chain = chain_to(skeleton, joint, body);
    for (std::size_t j = 0; j < joints.size(); ++j) {
      if (std::ranges::find(chain, joints[j]) == chain.end()) continue;
      step.jacobian.block<3, 3>(row, static_cast<Eigen::Index>(3 * j)) =
          turning(pose.positions[joint] - pose.positions[joints[j]]);
    }
    if (free_root) {
      step.jacobian.block<3, 3>(row, turns) = kRootShare * Eigen::Matrix3d::Identity();
    }
  }
  return step;
}

/// The motion after a step with this damping.
Motion after(Motion motion, const mocap::WorldPose& pose, const Step& step,
             const std::vector<int>& joints, double damping) {
  const Eigen::Index rows = step.residual.size();
  const Eigen::MatrixXd damped =
      step.jacobian * step.jacobian.transpose() + damping * Eigen::MatrixXd::Identity(rows, rows);
  const Eigen::VectorXd change = step.jacobian.transpose() * damped.llt().solve(step.residual);
  for (std::size_t j = 0; j < joints.size(); ++j) {
    turn(motion, pose, joints[j], change.segment<3>(static_cast<Eigen::Index>(3 * j)));
  }
  if (change.size() > std::ssize(joints) * 3) {
    motion.set_root_position(0, motion.root_position(0) + kRootShare * change.tail<3>());
  }
  return motion;
}

}  // namespace

void reach(Motion& motion, int body, const Wanted& wanted, bool free_root) {
  std::set<int> turning_joints;
  for (const auto& [joint, place] : wanted) {
    for (const int above : chain_to(motion.skeleton(), joint, body)) turning_joints.insert(above);
  }
  const std::vector<int> joints(turning_joints.begin(), turning_joints.end());
  if (joints.empty() && !free_root) return;
  const auto step_of = [&](const mocap::WorldPose& pose) {
    return step_at(pose, motion.skeleton(), body, wanted, joints, free_root);
  };
  constexpr int kSteps = 200;
  constexpr double kClose = 1e-10;  // square metres
  constexpr double kLeast = 1e-5;
  constexpr double kMost = 10.0;
  double damping = 1e-3;
  mocap::WorldPose pose = mocap::forward_kinematics(motion, 0);
  Step step = step_of(pose);
  for (int i = 0; i < kSteps && step.missed > kClose && damping < kMost; ++i) {
    Motion next = after(motion, pose, step, joints, damping);
    mocap::WorldPose next_pose = mocap::forward_kinematics(next, 0);
    Step next_step = step_of(next_pose);
    if (next_step.missed >= step.missed) {
      damping *= 4.0;
      continue;
    }
    damping = std::max(kLeast, 0.5 * damping);
    motion = std::move(next);
    pose = std::move(next_pose);
    step = std::move(next_step);
  }
}

}  // namespace poseaae::latent::keys
