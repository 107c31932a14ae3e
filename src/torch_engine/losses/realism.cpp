#include "losses.hpp"

namespace poseaae::torch_engine {

/// log(1 + e^-logit), which does not saturate (Goodfellow 2014).
torch::Tensor realism_loss(const LossContext&, const LossInputs& inputs) {
  return torch::softplus(-inputs.pose_logits).mean();
}

}  // namespace poseaae::torch_engine
