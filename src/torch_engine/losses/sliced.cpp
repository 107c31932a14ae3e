#include "losses.hpp"
#include "poseaae/objective/slices.hpp"

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
/// directions and the axes: without the root's of poses.
torch::Tensor generated_loss(const LossContext& context, const LossInputs& inputs) {
  const auto flat = [&](const torch::Tensor& positions) {
    if (context.rows.travels) return positions.flatten(1);
    return positions.narrow(2, 1, positions.size(2) - 1).flatten(1);  // without the root
  };
  const auto ours = flat(inputs.generated_positions);
  const auto recorded = flat(inputs.recorded_positions);
  const auto along = directions(ours, objective::kPositionDirections, inputs.step);
  return (sorted(ours.matmul(along)) - sorted(recorded.matmul(along))).square().mean();
}

}  // namespace poseaae::torch_engine
