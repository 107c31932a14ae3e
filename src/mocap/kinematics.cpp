#include "poseaae/mocap/kinematics.hpp"

#include <fmt/format.h>

#include <cstddef>

#include "poseaae/core/error.hpp"

namespace poseaae::mocap {

WorldPose forward_kinematics(const Motion& motion, int frame) {
  const Skeleton& skeleton = motion.skeleton();
  const auto joints = static_cast<std::size_t>(skeleton.joints());
  WorldPose world{std::vector<Vec3>(joints), std::vector<Quat>(joints)};
  world.positions[0] = motion.root_position(frame);
  world.rotations[0] = motion.rotation(frame, 0);
  for (int j = 1; j < skeleton.joints(); ++j) {
    const int parent = skeleton.parent(j);
    const Quat& turned = world.rotations[parent];
    world.positions[j] = world.positions[parent] + turned * motion.local_position(frame, j);
    world.rotations[j] = turned * motion.rotation(frame, j);
  }
  return world;
}

std::vector<Vec3> end_site_positions(const Skeleton& skeleton, const WorldPose& pose) {
  std::vector<Vec3> tips;
  tips.reserve(skeleton.end_sites().size());
  for (const EndSite& site : skeleton.end_sites()) {
    tips.push_back(pose.positions.at(site.parent) + pose.rotations.at(site.parent) * site.offset);
  }
  return tips;
}

std::vector<double> joint_positions(const Motion& motion) {
  std::vector<double> flat;
  flat.reserve(static_cast<std::size_t>(motion.frames()) * motion.joints() * 3);
  for (int t = 0; t < motion.frames(); ++t) {
    for (const Vec3& p : forward_kinematics(motion, t).positions) {
      flat.insert(flat.end(), {p.x(), p.y(), p.z()});
    }
  }
  return flat;
}

template <typename Scalar>
void forward_kinematics(const Skeleton& skeleton, std::span<const Scalar> poses,
                        std::span<Scalar> positions) {
  using Vector = Eigen::Matrix<Scalar, 3, 1>;
  const auto joints = static_cast<std::size_t>(skeleton.joints());
  const std::size_t pose_size = joints * math::kQuatSize;
  const std::size_t batch = poses.size() / pose_size;
  if (poses.size() != batch * pose_size || positions.size() != batch * joints * 3) {
    throw UsageError(
        fmt::format("forward kinematics of {} joints: expected B x {} numbers of rotation and "
                    "B x {} of position, found {} and {}",
                    joints, pose_size, joints * 3, poses.size(), positions.size()));
  }
  std::vector<Vector> offsets(joints);
  for (std::size_t j = 1; j < joints; ++j) {
    offsets[j] = skeleton.offsets()[j].template cast<Scalar>();
  }
  std::vector<Eigen::Quaternion<Scalar>> world(joints);
  for (std::size_t b = 0; b < batch; ++b) {
    const Scalar* pose = &poses[b * pose_size];
    Scalar* out = &positions[b * joints * 3];
    world[0] = math::load_wxyz(pose);
    Eigen::Map<Vector>(out).setZero();
    for (std::size_t j = 1; j < joints; ++j) {
      const auto parent = static_cast<std::size_t>(skeleton.parents()[j]);
      Eigen::Map<Vector>(out + 3 * j) =
          Eigen::Map<const Vector>(out + 3 * parent) + world[parent] * offsets[j];
      world[j] = world[parent] * math::load_wxyz(pose + math::kQuatSize * j);
    }
  }
}

template void forward_kinematics<float>(const Skeleton&, std::span<const float>, std::span<float>);
template void forward_kinematics<double>(const Skeleton&, std::span<const double>,
                                         std::span<double>);

}  // namespace poseaae::mocap
