#include "losses.hpp"
#include "poseaae/objective/room_positions.hpp"
#include "poseaae/objective/slices.hpp"
#include "rotations.hpp"

namespace poseaae::torch_engine {

namespace {

/// (F, D), of the numbers' own type.
torch::Tensor directions(const torch::Tensor& like, std::int64_t count, std::int64_t step) {
  const Eigen::MatrixXf found = objective::slice_directions(like.size(1), count, step);
  return torch::from_blob(const_cast<float*>(found.data()), {found.cols(), found.rows()})
      .t()
      .to(like.device(), like.scalar_type(), false, true);
}

torch::Tensor sorted(const torch::Tensor& seen) { return std::get<0>(seen.sort(0)); }

}  // namespace

/// objective::Slices of encodings to N(0, I), along 32 random directions and the axes.
torch::Tensor sliced_loss(const LossContext&, const LossInputs& inputs) {
  const auto quantiles =
      torch::tensor(objective::normal_quantiles(static_cast<std::size_t>(inputs.latents.size(0))),
                    torch::kFloat64)
          .to(inputs.latents.device(), inputs.latents.scalar_type());
  const auto seen =
      inputs.latents.matmul(directions(inputs.latents, objective::kLatentDirections, inputs.step));
  return (sorted(seen) - quantiles.unsqueeze(1)).square().mean();
}

/// objective::Slices of joint positions of generated rows to the batch's first, along 64 random
/// directions and the axes: without the root's; of windows, of those in the room in a few frames.
torch::Tensor generated_loss(const LossContext& context, const LossInputs& inputs) {
  const bool moves = inputs.generated_root.defined();
  const auto count = moves ? inputs.generated_root.size(0) : inputs.generated.size(0);
  const auto recorded_poses = inputs.target.narrow(0, 0, inputs.generated.size(0));
  const auto flat = [&](const torch::Tensor& positions) { return positions.reshape({count, -1}); };
  const auto of_poses = [&](const torch::Tensor& poses) {
    const auto all = context.kinematics.positions(poses.reshape({count, -1}));
    return flat(all.narrow(1, 1, all.size(1) - 1));  // without the root
  };
  const auto in_room = [&](const torch::Tensor& poses, const torch::Tensor& root) {
    const auto frames = objective::spread_frames(static_cast<std::size_t>(root.size(1)),
                                                 objective::kComparedFrames);
    return flat(room_positions(context.kinematics, {poses, root}, context.rows.fps, frames));
  };
  const auto ours =
      moves ? in_room(inputs.generated, inputs.generated_root)
            : of_poses(normalised(inputs.generated.view({inputs.generated.size(0), -1, 4})));
  const auto recorded = moves ? in_room(recorded_poses, inputs.true_root.narrow(0, 0, count))
                              : of_poses(recorded_poses);
  const auto along = directions(ours, objective::kPositionDirections, inputs.step);
  return (sorted(ours.matmul(along)) - sorted(recorded.matmul(along))).square().mean();
}

}  // namespace poseaae::torch_engine
