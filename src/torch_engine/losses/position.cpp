#include "losses.hpp"
#include "rotations.hpp"

namespace poseaae::torch_engine {

/// |p - p'| of world positions by forward kinematics: of the quaternions as they are predicted, or
/// of normalised ones.
torch::Tensor position_loss(const LossContext& context, const LossInputs& inputs) {
  auto prediction = inputs.prediction;
  if (context.form.poses == kernels::PoseLossForm::kRotations) {
    prediction = normalised(prediction.view({prediction.size(0), -1, 4})).view(prediction.sizes());
  }
  // Both through one pass: the cost is in the number of operations, not in their size.
  const auto positions =
      context.kinematics.positions(torch::cat({inputs.target, prediction})).chunk(2);
  return context.mean_of_poses((positions[0] - positions[1]).norm(2, -1));
}

}  // namespace poseaae::torch_engine
