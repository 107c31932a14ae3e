#include "losses.hpp"

namespace poseaae::torch_engine {

/// (|q| - 1)^2
torch::Tensor norm_loss(const LossContext& context, const LossInputs& inputs) {
  const auto quaternions = inputs.prediction.view({inputs.prediction.size(0), -1, 4});
  return context.mean_of_poses((quaternions.norm(2, -1) - 1).square());
}

}  // namespace poseaae::torch_engine
