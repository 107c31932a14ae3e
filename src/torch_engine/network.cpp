#include "network.hpp"

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

TorchNetwork::TorchNetwork(const nn::Network& initial, torch::Device device, Weights weights)
    : weights_(weights), spec_(initial.spec()) {
  for (const nn::Layer& layer : initial.layers()) {
    const std::int64_t outputs = layer.spec.outputs;
    for (const auto& [values, shape] :
         {std::pair{&layer.weight, std::vector<std::int64_t>{outputs, layer.spec.inputs}},
          std::pair{&layer.bias, std::vector<std::int64_t>{outputs}}}) {
      parameters_.push_back(to_tensor(*values, shape).to(device).requires_grad_(true));
    }
  }
}

torch::Tensor TorchNetwork::weight(std::size_t layer) const {
  const auto& matrix = parameters_[2 * layer];
  return weights_ == Weights::kSpectral ? matrix / torch::linalg_matrix_norm(matrix, 2) : matrix;
}

namespace {

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
  const torch::Tensor input = x;
  const bool skip = nn::skip_of(spec_) == nn::Skip::kInput;
  for (std::size_t i = 0; i < spec_.size(); ++i) {
    if (skip && i + 1 == spec_.size()) x = torch::cat({x, input}, 1);
    x = activate(spec_[i].activation, torch::addmm(parameters_[2 * i + 1], x, weight(i).t()));
    if (dropped.rate > 0.0 && i + 1 < spec_.size()) {
      const auto key = kernels::dropout_key(dropped.step, dropped.first + i);
      x = x * dropout_mask(x, {dropped.rate, key});
    }
  }
  return x;
}

nn::Network TorchNetwork::to_model() const {
  std::vector<nn::Layer> layers;
  for (std::size_t i = 0; i < spec_.size(); ++i) {
    layers.push_back({spec_[i], to_vector(parameters_[2 * i]), to_vector(parameters_[2 * i + 1])});
  }
  return nn::Network(std::move(layers));
}

}  // namespace poseaae::torch_engine
