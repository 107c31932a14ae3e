#pragma once

#include <torch/types.h>

#include "kinematics.hpp"
#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/mocap/row_shape.hpp"

/// Rows of windows (mocap::RowShape) as tensors with autograd. A pose is a window of one frame
/// without a root.
namespace poseaae::torch_engine {

/// What rows consist of.
struct Frames {
  torch::Tensor rotations;   ///< (B W, 4J) quaternions
  torch::Tensor root{};      ///< (B, W, 4); undefined where rows have none
  torch::Tensor contacts{};  ///< (B, W, C); likewise
};

/// Of features (B, F), or of numbers (B, P), whose form is kQuaternion.
[[nodiscard]] Frames frames_of(const torch::Tensor& features, const mocap::RowShape& shape,
                               kernels::RotationForm form);
/// Numbers (B, P) -> (B, F).
[[nodiscard]] torch::Tensor features_of_rows(const torch::Tensor& rows,
                                             const mocap::RowShape& shape,
                                             kernels::RotationForm form);

/// (B, n, J, 3): objective::RoomPositions of rows with a root, in n of their frames. Quaternions
/// are normalised first.
[[nodiscard]] torch::Tensor room_positions(const Kinematics& kinematics, const Frames& rows,
                                           double fps, const std::vector<std::size_t>& frames);
/// With unit quaternions.
[[nodiscard]] Frames unit(Frames rows);
/// (B, n, J, 3), of rows with unit quaternions: the same as objective::GeneratedRows compares, of
/// poses (n = 1) with the root at the origin, of windows in the room, in objective::kComparedFrames
/// frames.
[[nodiscard]] torch::Tensor compared_positions(const Kinematics& kinematics, const Frames& rows,
                                               const mocap::RowShape& shape);
/// Of all frames.
[[nodiscard]] torch::Tensor room_positions(const Kinematics& kinematics, const Frames& rows,
                                           double fps);

}  // namespace poseaae::torch_engine
