#pragma once

#include <span>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::live {

/// p_j = p_parent + R_parent l_j, R_j = R_parent q_j in single precision, for one pose at a time:
/// what frames show and recordings repeat. Nothing allocates after the constructor, and equal
/// rotations give equal bits.
class PoseKinematics {
 public:
  explicit PoseKinematics(const mocap::Skeleton& skeleton);

  [[nodiscard]] int joints() const { return static_cast<int>(parents_.size()); }
  /// `rotations` J x 4 local, w x y z, `root` 3; gives J x 3 and J x 4 in the room.
  void place(std::span<const float> rotations, std::span<const float> root,
             std::span<float> positions, std::span<float> world_rotations) const;

 private:
  std::vector<int> parents_;
  std::vector<float> offsets_;  ///< J x 3
};

}  // namespace poseaae::live
