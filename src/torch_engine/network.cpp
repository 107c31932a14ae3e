#include "network.hpp"

#include "tensor_io.hpp"

namespace poseaae::torch_engine {

torch::Tensor activate(model::Activation activation, const torch::Tensor& x) {
  using model::Activation;
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

TorchNetwork::TorchNetwork(const model::Network& initial, torch::Device device)
    : spec_(initial.spec()) {
  for (const model::Layer& layer : initial.layers()) {
    const std::int64_t outputs = layer.spec.outputs;
    for (const auto& [values, shape] :
         {std::pair{&layer.weight, std::vector<std::int64_t>{outputs, layer.spec.inputs}},
          std::pair{&layer.bias, std::vector<std::int64_t>{outputs}}}) {
      parameters_.push_back(to_tensor(*values, shape).to(device).requires_grad_(true));
    }
  }
}

torch::Tensor TorchNetwork::forward(torch::Tensor x) const {
  for (std::size_t i = 0; i < spec_.size(); ++i) {
    x = activate(spec_[i].activation,
                 torch::addmm(parameters_[2 * i + 1], x, parameters_[2 * i].t()));
  }
  return x;
}

model::Network TorchNetwork::to_model() const {
  std::vector<model::Layer> layers;
  for (std::size_t i = 0; i < spec_.size(); ++i) {
    layers.push_back({spec_[i], to_vector(parameters_[2 * i]), to_vector(parameters_[2 * i + 1])});
  }
  return model::Network(std::move(layers));
}

}  // namespace poseaae::torch_engine
