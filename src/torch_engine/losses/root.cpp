#include "losses.hpp"

namespace poseaae::torch_engine {

/// (r - r')^2 of the four numbers of a frame's root.
torch::Tensor root_loss(const LossContext&, const LossInputs& inputs) {
  return (inputs.root - inputs.true_root).square().mean();
}

/// (c - c')^2 of contacts; 0 without any.
torch::Tensor contact_loss(const LossContext&, const LossInputs& inputs) {
  if (inputs.contacts.numel() == 0) return torch::zeros({}, inputs.contacts.options());
  return (inputs.contacts - inputs.true_contacts).square().mean();
}

}  // namespace poseaae::torch_engine
