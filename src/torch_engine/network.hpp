#pragma once

#include <torch/torch.h>

#include <vector>

#include "poseaae/model/network.hpp"

namespace poseaae::torch_engine {

/// A model::Network whose parameters are tensors that learn.
class TorchNetwork {
 public:
  TorchNetwork(const model::Network& initial, torch::Device device);

  /// (B, inputs) -> (B, outputs)
  [[nodiscard]] torch::Tensor forward(torch::Tensor x) const;
  /// weight, bias of each layer in turn; leaves that require gradients.
  [[nodiscard]] const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  [[nodiscard]] model::Network to_model() const;

 private:
  model::NetworkSpec spec_;
  std::vector<torch::Tensor> parameters_;
};

/// The same function as model::activate(), on tensors.
[[nodiscard]] torch::Tensor activate(model::Activation activation, const torch::Tensor& x);

}  // namespace poseaae::torch_engine
