#pragma once

#include <torch/types.h>

#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::torch_engine {

/// Forward kinematics of quaternions that need not be of unit length, as differentiable tensor
/// operations.
///
/// R_j = R_parent q_j (Hamilton product); p_j = p_parent + rotate(R_parent, o_j), with
/// rotate(q, v) = v + 2 (w (u x v) + u x (u x v)), u the vector part of q: for a unit quaternion
/// this is q v q*, for others it is what the tutorial computes. The root is at the origin.
///
/// Processes the joint tree level by level: all joints of a depth in one set of operations, so that
/// the cost is that of about 8 levels instead of about 30 joints.
class Kinematics {
 public:
  /// Offsets are multiplied by `scale` (1 for metres). As in mocap::KinematicChain, no position
  /// depends on the joints above `body`.
  Kinematics(const mocap::Skeleton& skeleton, double scale, torch::Device device,
             torch::ScalarType scalar, int body = 0);

  /// (B, 4J) w x y z -> (B, J, 3)
  [[nodiscard]] torch::Tensor positions(const torch::Tensor& poses) const;

 private:
  struct Level {
    torch::Tensor joints;   ///< indices into the pose
    torch::Tensor parents;  ///< indices into the level above
    torch::Tensor offsets;  ///< (L, 3)
    torch::Tensor
        below_place;  ///< (L, 1): 1 below a joint above the body, else 0; undefined: all 0
  };

  std::int64_t joint_count_;
  std::vector<Level> levels_;    ///< below the root
  torch::Tensor back_to_order_;  ///< position of joint j in the levels' concatenation
};

/// Hamilton product of (..., 4) w x y z tensors.
[[nodiscard]] torch::Tensor hamilton_product(const torch::Tensor& a, const torch::Tensor& b);
/// rotate(q, v) above: (..., 4), (..., 3) -> (..., 3).
[[nodiscard]] torch::Tensor rotate(const torch::Tensor& q, const torch::Tensor& v);

}  // namespace poseaae::torch_engine
