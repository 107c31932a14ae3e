#include "poseaae/mocap/kinematics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "poseaae/base/error.hpp"
#include "poseaae/kernels/buffer.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"

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
  forward_kinematics(KinematicChain<Scalar>(skeleton), poses, positions);
}

template <typename Scalar>
void forward_kinematics(const KinematicChain<Scalar>& bones, std::span<const Scalar> poses,
                        std::span<Scalar> positions) {
  const std::size_t joints = bones.chain().joints;
  const std::size_t pose_size = joints * math::kQuatSize;
  const std::size_t batch = poses.size() / pose_size;
  if (poses.size() != batch * pose_size || positions.size() != batch * joints * 3) {
    throw UsageError(
        fmt::format("forward kinematics of {} joints: expected B x {} for rotations and B x {} for "
                    "positions, found {} and {}",
                    joints, pose_size, joints * 3, poses.size(), positions.size()));
  }
  using kernels::kLanes;
  const auto& kernel = kernels::table<Scalar>();
  thread_local kernels::Buffer<Scalar> pose_panel;
  thread_local kernels::Buffer<Scalar> position_panel;
  thread_local kernels::Buffer<Scalar> scratch;
  pose_panel.resize(pose_size * kLanes);
  position_panel.resize(joints * 3 * kLanes);
  scratch.resize(pose_size * kLanes);
  for (std::size_t first = 0; first < batch; first += kLanes) {
    const std::size_t count = std::min(kLanes, batch - first);
    kernel.to_panels(&poses[first * pose_size], nullptr, pose_size, count, pose_size,
                     pose_panel.data());
    kernel.forward_kinematics(bones.chain(), pose_panel.data(), scratch.data(),
                              position_panel.data());
    kernel.from_panels(position_panel.data(), count, joints * 3, &positions[first * joints * 3],
                       joints * 3);
  }
}

template void forward_kinematics<float>(const Skeleton&, std::span<const float>, std::span<float>);
template void forward_kinematics<float>(const KinematicChain<float>&, std::span<const float>,
                                        std::span<float>);
template void forward_kinematics<double>(const KinematicChain<double>&, std::span<const double>,
                                         std::span<double>);
template void forward_kinematics<double>(const Skeleton&, std::span<const double>,
                                         std::span<double>);

}  // namespace poseaae::mocap
