#include "losses.hpp"

namespace poseaae::torch_engine {

namespace {

/// (B, W - 1, J, 3): what moves from each frame to the next.
torch::Tensor steps(const torch::Tensor& positions) {
  const auto last = positions.size(1) - 1;
  return positions.narrow(1, 1, last) - positions.narrow(1, 0, last);
}

}  // namespace

/// |P - P'| of positions in the room.
torch::Tensor room_loss(const LossContext& context, const LossInputs& inputs) {
  return context.mean((inputs.positions - inputs.true_positions).norm(2, -1));
}

/// fps |dP - dP'|; 0 of windows of one frame.
torch::Tensor velocity_loss(const LossContext& context, const LossInputs& inputs) {
  if (inputs.positions.size(1) < 2) return torch::zeros({}, inputs.positions.options());
  const auto apart = steps(inputs.positions) - steps(inputs.true_positions);
  return context.rows.fps * context.mean(context.weighted_steps(apart.norm(2, -1)));
}

/// c(t) c(t + 1) fps |dP'| of the joints of contacts; 0 without any.
torch::Tensor stay_loss(const LossContext& context, const LossInputs& inputs) {
  const auto last = inputs.positions.size(1) - 1;
  if (last == 0 || context.contact_joints.numel() == 0) {
    return torch::zeros({}, inputs.positions.options());
  }
  const auto stands =
      inputs.true_contacts.narrow(1, 0, last) * inputs.true_contacts.narrow(1, 1, last);
  const auto speed = steps(inputs.positions.index_select(2, context.contact_joints)).norm(2, -1);
  return context.rows.fps * context.weighted_steps(stands * speed).mean();
}

}  // namespace poseaae::torch_engine
