#include "losses.hpp"

namespace poseaae::torch_engine {

/// log(1 + e^-logit), non-saturating (Goodfellow 2014); in the form that does not reach the
/// encoder, binary cross entropy with its arguments swapped, 100 sigmoid(logit) under PyTorch's
/// clamp of log at -100.
torch::Tensor prior_loss(const LossContext& context, const LossInputs& inputs) {
  if (!context.form.prior_reaches_encoder) {
    // BCE(input = 0, target = d) = -(d max(log 0, -100) + (1 - d) log 1)
    return 100 * torch::sigmoid(inputs.logits).mean();
  }
  return torch::softplus(-inputs.logits).mean();
}

}  // namespace poseaae::torch_engine
