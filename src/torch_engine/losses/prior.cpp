#include "losses.hpp"

namespace poseaae::torch_engine {

torch::Tensor prior_loss(const LossContext& context, const LossInputs& inputs) {
  if (context.preset == training::Preset::kTutorial) {
    // BCE(input = 0, target = d) = -(d max(log 0, -100) + (1 - d) log 1)
    return 100 * torch::sigmoid(inputs.logits).mean();
  }
  return torch::softplus(-inputs.logits).mean();
}

}  // namespace poseaae::torch_engine
