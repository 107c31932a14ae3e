#include "network.hpp"

#include <fmt/format.h>

#include <map>

#include "poseaae/base/error.hpp"
#include "poseaae/kernels/dropout.hpp"
#include "tensor_io.hpp"

namespace poseaae::torch_engine {

torch::Tensor activate(nn::Activation activation, const torch::Tensor& x) {
  using nn::Activation;
  switch (activation) {
    case Activation::kLinear:
      return x;
    case Activation::kRelu:
      return torch::relu(x);
    case Activation::kLeakyRelu:
      return torch::leaky_relu(x);
    case Activation::kElu:
      return torch::elu(x);
    case Activation::kSilu:
      return torch::silu(x);
    case Activation::kTanh:
      return torch::tanh(x);
    case Activation::kSigmoid:
      return torch::sigmoid(x);
  }
  return x;
}

namespace {

LayerFunction* function_of(const std::string& kind) {
  static const std::map<std::string, LayerFunction*> functions{
#define POSEAAE_LAYER(name) {#name, name##_layer},
#include "poseaae/nn/layer_kinds.inc"
  };
  const auto found = functions.find(kind);
  if (found != functions.end()) return found->second;
  throw TrainingError(fmt::format(
      "the torch engine does not implement layers of the kind '{}'; use training.engine=fused",
      kind));
}

}  // namespace

TorchNetwork::TorchNetwork(const nn::Network& initial, torch::Device device, Weights weights)
    : weights_(weights), skip_(initial.skip()) {
  for (const nn::Layer& layer : initial.layers()) {
    layers_.push_back({layer.spec, function_of(layer.spec.kind), {}});
    const auto shapes = nn::arrays_of(layer.spec);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const std::vector<std::int64_t> sizes(shapes[i].sizes.begin(), shapes[i].sizes.end());
      layers_.back().arrays.push_back(
          to_tensor(layer.arrays[i], sizes).to(device).requires_grad_(nn::learns(layer.spec)));
    }
  }
  const nn::NetworkSpec spec = initial.spec();
  learned_ = nn::learned(spec.layers);
}

std::vector<torch::Tensor> TorchNetwork::parameters() const {
  std::vector<torch::Tensor> all;
  for (const Layer& layer : layers_) {
    if (!nn::learns(layer.spec)) continue;
    all.insert(all.end(), layer.arrays.begin(), layer.arrays.end());
  }
  return all;
}

namespace {

/// The same arrays, the matrices among them divided by their largest singular values.
std::vector<torch::Tensor> spectral(std::vector<torch::Tensor> arrays) {
  for (auto& array : arrays) {
    if (array.dim() > 1) array = array / torch::linalg_matrix_norm(array.flatten(1), 2);
  }
  return arrays;
}

/// What x (B, F) is multiplied by: 0, or 1 / (1 - rate).
torch::Tensor dropout_mask(const torch::Tensor& x, const kernels::Dropout& dropout) {
  auto mask = torch::empty({x.size(0), x.size(1)}, torch::kFloat32);
  auto* values = mask.data_ptr<float>();
  for (std::int64_t sample = 0; sample < x.size(0); ++sample) {
    for (std::int64_t f = 0; f < x.size(1); ++f) {
      const bool kept =
          kernels::dropout_keeps(dropout.key, static_cast<std::uint32_t>(f),
                                 static_cast<std::uint32_t>(sample), dropout.threshold());
      *values++ = kept ? static_cast<float>(dropout.scale()) : 0.0F;
    }
  }
  return mask.to(x.device());
}

}  // namespace

torch::Tensor TorchNetwork::forward(torch::Tensor x, const Dropped& dropped) const {
  torch::Tensor input;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const auto& [spec, function, arrays] = layers_[i];
    const bool hidden = i >= learned_.first && i < learned_.last;
    if (i == learned_.first) input = x;
    if (skip_ == nn::Skip::kInput && i == learned_.last) x = torch::cat({x, input}, 1);
    x = weights_ == Weights::kSpectral ? function(spec, spectral(arrays), x)
                                       : function(spec, arrays, x);
    if (dropped.rate > 0.0 && hidden) {
      const auto key = kernels::dropout_key(dropped.step, dropped.first + i);
      x = x * dropout_mask(x, {dropped.rate, key});
    }
  }
  return x;
}

nn::Network TorchNetwork::to_model() const {
  if (layers_.empty()) return {};
  std::vector<nn::Layer> layers;
  for (const Layer& layer : layers_) {
    layers.push_back({layer.spec, {}});
    for (const auto& array : layer.arrays) layers.back().arrays.push_back(to_vector(array));
  }
  return nn::Network(std::move(layers), skip_);
}

}  // namespace poseaae::torch_engine
