#include <iterator>

#include "losses.hpp"
#include "poseaae/kernels/table.hpp"

namespace poseaae::torch_engine {

namespace {

/// (B, B): k of every pair.
torch::Tensor multiquadratic(const torch::Tensor& a, const torch::Tensor& b) {
  const auto squared = (a.unsqueeze(1) - b.unsqueeze(0)).square().sum(-1);
  auto total = torch::zeros_like(squared);
  for (const double scale : kernels::kMultiquadraticScales) {
    const double c = 2.0 * static_cast<double>(a.size(1)) * scale;
    total = total + c / (c + squared);
  }
  return total / static_cast<double>(std::size(kernels::kMultiquadraticScales));
}

}  // namespace

/// The unbiased maximum mean discrepancy of encodings and prior samples, inverse multiquadratic
/// kernels (kernels::Table::multiquadratic); 0 for one sample.
torch::Tensor mmd_loss(const LossContext&, const LossInputs& inputs) {
  const auto count = static_cast<double>(inputs.latents.size(0));
  if (count < 2) return torch::zeros({}, inputs.latents.options());
  const auto within = [count](const torch::Tensor& x) {  // without each sample's pair with itself
    return (multiquadratic(x, x).sum() - count) / (count * (count - 1));
  };
  return within(inputs.latents) + within(inputs.prior) -
         2 * multiquadratic(inputs.latents, inputs.prior).mean();
}

}  // namespace poseaae::torch_engine
