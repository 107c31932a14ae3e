#pragma once

#include <torch/types.h>

#include <vector>

#include "poseaae/nn/layer_kind.hpp"

namespace poseaae::torch_engine {

/// A kind of layer in tensors: (B, inputs) -> (B, outputs), the same function as
/// nn::LayerKind::apply(). `arrays` are its parameters, as nn::arrays_of() lists them.
using LayerFunction = torch::Tensor(const nn::LayerSpec& spec,
                                    const std::vector<torch::Tensor>& arrays,
                                    const torch::Tensor& x);
#define POSEAAE_LAYER(name) LayerFunction name##_layer;
#define POSEAAE_FUSED_LAYER(name)
#include "poseaae/nn/layer_kinds.inc"
#undef POSEAAE_LAYER

/// How a layer uses its weight matrices W: as they are, or as W / s with s the largest singular
/// value, so that no layer stretches any direction (Miyato et al. 2018). s is computed exactly,
/// rather than by power iteration, since discriminators are small and the saved state then needs
/// nothing more. A parameter of more than two sizes is a matrix with a row for each of the first.
enum class Weights { kPlain, kSpectral };

/// Dropout of the hidden layers in a step, the first layer being number `first` of all.
struct Dropped {
  double rate = 0.0;
  std::int64_t step = 0;
  std::size_t first = 0;
};

/// A nn::Network whose parameters are tensors, trainable in the layers that learn.
class TorchNetwork {
 public:
  /// @throws TrainingError for a kind of layer that is listed without tensors
  TorchNetwork(const nn::Network& initial, torch::Device device, Weights weights = Weights::kPlain);

  /// (B, inputs) -> (B, outputs)
  [[nodiscard]] torch::Tensor forward(torch::Tensor x, const Dropped& dropped = {}) const;
  [[nodiscard]] std::size_t layers() const noexcept { return layers_.size(); }
  /// The arrays of each layer that learns in turn; leaves that require gradients.
  [[nodiscard]] std::vector<torch::Tensor> parameters() const;
  /// With the current parameters.
  [[nodiscard]] nn::Network to_model() const;

 private:
  struct Layer {
    nn::LayerSpec spec;
    LayerFunction* function;
    std::vector<torch::Tensor> arrays;
  };

  Weights weights_;
  nn::Skip skip_;
  nn::Learned learned_;
  std::vector<Layer> layers_;
};

/// The same function as nn::activate(), on tensors.
[[nodiscard]] torch::Tensor activate(nn::Activation activation, const torch::Tensor& x);

}  // namespace poseaae::torch_engine
