#include "losses.hpp"

namespace poseaae::torch_engine {

torch::Tensor prior_loss(const LossContext& context, const LossInputs& inputs) {
  if (context.preset == training::Preset::kTutorial) {
    // BCE(input = 1, target = d) = -(d log 1 + (1 - d) max(log 0, -100))
    return 100 * (1 - torch::sigmoid(inputs.logits)).mean();
  }
  return torch::softplus(-inputs.logits).mean();
}

}  // namespace poseaae::torch_engine
