#include "windows.hpp"

#include <numeric>

#include "poseaae/objective/room_positions.hpp"
#include "poseaae/objective/slices.hpp"
#include "rotations.hpp"

namespace poseaae::torch_engine {

namespace {

using Root = mocap::RowShape::Root;

/// (B W, width) of the frames of rows.
torch::Tensor split(const torch::Tensor& rows, const mocap::RowShape& shape) {
  return rows.reshape({rows.size(0) * shape.frames, -1});
}

/// Headings and places (B, W) of objective::WindowPath.
struct Path {
  torch::Tensor heading, x, z;
};

/// Sums of the steps before each frame of (B, W), from the middle frame on.
torch::Tensor from_middle(const torch::Tensor& steps) {
  const auto frames = steps.size(1);
  const auto before = torch::cat(
      {torch::zeros_like(steps.narrow(1, 0, 1)), steps.cumsum(1).narrow(1, 0, frames - 1)}, 1);
  return before - before.narrow(1, frames / 2, 1);
}

Path path_of(const torch::Tensor& root, double fps) {
  const auto turn = root.select(-1, Root::kTurn) / fps;
  const auto heading = from_middle(turn);
  const auto half = heading + 0.5 * turn;
  const auto sideways = root.select(-1, Root::kSideways) / fps;
  const auto forwards = root.select(-1, Root::kForwards) / fps;
  return {heading, from_middle(half.cos() * sideways + half.sin() * forwards),
          from_middle(half.cos() * forwards - half.sin() * sideways)};
}

}  // namespace

Frames frames_of(const torch::Tensor& features, const mocap::RowShape& shape,
                 kernels::RotationForm form) {
  if (!shape.travels) return {rotations_of_features(split(features, shape), form)};
  const auto frames = split(features, shape);
  const std::int64_t extras = shape.extras();
  const auto rotations = frames.narrow(1, 0, frames.size(1) - extras).contiguous();
  const auto behind = frames.narrow(1, frames.size(1) - extras, extras)
                          .view({features.size(0), shape.frames, extras});
  return {rotations_of_features(rotations, form), behind.narrow(2, 0, Root::kRootNumbers),
          behind.narrow(2, Root::kRootNumbers, extras - Root::kRootNumbers)};
}

torch::Tensor features_of_rows(const torch::Tensor& rows, const mocap::RowShape& shape,
                               kernels::RotationForm form) {
  if (form == kernels::RotationForm::kQuaternion) return rows;
  const auto frames = split(rows, shape);
  const std::int64_t extras = shape.extras();
  const auto rotations =
      features_of_rotations(frames.narrow(1, 0, frames.size(1) - extras).contiguous(), form);
  return torch::cat({rotations, frames.narrow(1, frames.size(1) - extras, extras)}, 1)
      .view({rows.size(0), -1});
}

torch::Tensor room_positions(const Kinematics& kinematics, const Frames& rows, double fps,
                             const std::vector<std::size_t>& frames) {
  const auto count = rows.root.size(0);
  const auto which =
      torch::tensor(std::vector<std::int64_t>(frames.begin(), frames.end())).to(rows.root.device());
  const auto chosen = rows.rotations.view({count, rows.root.size(1), -1}).index_select(1, which);
  const auto unit = normalised(chosen.reshape({-1, 4})).view({count * which.size(0), -1});
  const auto own = kinematics.positions(unit).view({count, which.size(0), -1, 3});
  const auto path = path_of(rows.root, fps);
  const auto of_frame = [&](const torch::Tensor& numbers) {  // (B, n, 1)
    return numbers.index_select(1, which).unsqueeze(-1);
  };
  const auto heading = of_frame(path.heading);
  const auto x = own.select(-1, 0);
  const auto z = own.select(-1, 2);
  return torch::stack({heading.cos() * x + heading.sin() * z + of_frame(path.x),
                       own.select(-1, 1) + of_frame(rows.root.select(-1, Root::kHeight)),
                       heading.cos() * z - heading.sin() * x + of_frame(path.z)},
                      -1);
}

Frames unit(Frames rows) {
  rows.rotations = normalised(rows.rotations.reshape({-1, 4})).view_as(rows.rotations);
  return rows;
}

torch::Tensor compared_positions(const Kinematics& kinematics, const Frames& rows,
                                 const mocap::RowShape& shape) {
  if (!shape.travels) return kinematics.positions(rows.rotations).unsqueeze(1);
  const auto frames =
      objective::spread_frames(static_cast<std::size_t>(shape.frames), objective::kComparedFrames);
  return room_positions(kinematics, rows, shape.fps, frames);
}

torch::Tensor room_positions(const Kinematics& kinematics, const Frames& rows, double fps) {
  std::vector<std::size_t> all(static_cast<std::size_t>(rows.root.size(1)));
  std::iota(all.begin(), all.end(), std::size_t{0});
  return room_positions(kinematics, rows, fps, all);
}

}  // namespace poseaae::torch_engine
