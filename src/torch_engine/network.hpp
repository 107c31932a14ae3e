#pragma once

#include <torch/types.h>

#include <vector>

#include "poseaae/nn/network.hpp"

namespace poseaae::torch_engine {

/// How a layer uses its weight matrix W: as it is, or as W / s with s its largest singular value,
/// so that no layer stretches any direction (Miyato et al. 2018). s is computed exactly, rather
/// than by power iteration, since discriminators are small and the saved state then needs nothing
/// more.
enum class Weights { kPlain, kSpectral };

/// Dropout of the hidden layers in a step, the first layer being number `first` of all.
struct Dropped {
  double rate = 0.0;
  std::int64_t step = 0;
  std::size_t first = 0;
};

/// A nn::Network whose parameters are trainable tensors.
class TorchNetwork {
 public:
  TorchNetwork(const nn::Network& initial, torch::Device device, Weights weights = Weights::kPlain);

  /// (B, inputs) -> (B, outputs)
  [[nodiscard]] torch::Tensor forward(torch::Tensor x, const Dropped& dropped = {}) const;
  /// weight, bias of each layer in turn; leaves that require gradients.
  [[nodiscard]] const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  /// With the current parameters.
  [[nodiscard]] nn::Network to_model() const;

 private:
  [[nodiscard]] torch::Tensor weight(std::size_t layer) const;

  Weights weights_;
  nn::NetworkSpec spec_;
  std::vector<torch::Tensor> parameters_;
};

/// The same function as nn::activate(), on tensors.
[[nodiscard]] torch::Tensor activate(nn::Activation activation, const torch::Tensor& x);

}  // namespace poseaae::torch_engine
