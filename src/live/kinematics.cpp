#include "poseaae/live/kinematics.hpp"

#include <algorithm>
#include <cstddef>

namespace poseaae::live {

PoseKinematics::PoseKinematics(const mocap::Skeleton& skeleton) : parents_(skeleton.parents()) {
  for (const mocap::Vec3& offset : skeleton.offsets()) {
    for (const double length : offset) offsets_.push_back(static_cast<float>(length));
  }
}

void PoseKinematics::place(std::span<const float> rotations, std::span<const float> root,
                           std::span<float> positions, std::span<float> world_rotations) const {
  using Quat = Eigen::Quaternionf;
  using Vec3 = Eigen::Vector3f;
  std::ranges::copy(root, positions.begin());
  std::ranges::copy(rotations.first(4), world_rotations.begin());
  for (std::size_t j = 1; j < parents_.size(); ++j) {
    const auto parent = static_cast<std::size_t>(parents_[j]);
    const Quat turned = math::load_wxyz(world_rotations.data() + 4 * parent);
    const Vec3 place = Eigen::Map<const Vec3>(positions.data() + 3 * parent) +
                       turned * Eigen::Map<const Vec3>(offsets_.data() + 3 * j);
    std::copy_n(place.data(), 3, positions.data() + 3 * j);
    math::store_wxyz(Quat(turned * math::load_wxyz(rotations.data() + 4 * j)),
                     world_rotations.data() + 4 * j);
  }
}

}  // namespace poseaae::live
