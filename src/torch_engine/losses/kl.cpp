#include "losses.hpp"
#include "poseaae/kernels/log_variance.hpp"

namespace poseaae::torch_engine {

torch::Tensor bounded(const torch::Tensor& log_variance) {
  const auto excess = (log_variance - kernels::kLargestLogVariance).clamp_min(0.0);
  return log_variance - excess.detach();
}

/// KL(N(mean, s^2) || N(0, I)) = sum (mean^2 + s^2 - 1 - log s^2) / 2; 0 without a posterior.
torch::Tensor kl_loss(const LossContext&, const LossInputs& inputs) {
  if (!inputs.posterior.defined()) return torch::zeros({}, inputs.target.options());
  const auto parts = inputs.posterior.chunk(2, 1);
  const auto& mean = parts[0];
  const auto log_variance = bounded(parts[1]);
  return 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum(1).mean();
}

}  // namespace poseaae::torch_engine
