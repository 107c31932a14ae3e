#include "poseaae/nn/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::nn {

const Names<Activation>& activation_names() {
  static const Names<Activation> names{{"linear", Activation::kLinear},
                                       {"relu", Activation::kRelu},
                                       {"leaky_relu", Activation::kLeakyRelu},
                                       {"elu", Activation::kElu},
                                       {"silu", Activation::kSilu},
                                       {"tanh", Activation::kTanh},
                                       {"sigmoid", Activation::kSigmoid}};
  return names;
}

float activate(Activation activation, float x) {
  switch (activation) {
    case Activation::kLinear:
      return x;
    case Activation::kRelu:
      return x < 0.0F ? 0.0F : x;  // so that NaN stays NaN
    case Activation::kLeakyRelu:
      return x > 0.0F ? x : 0.01F * x;
    case Activation::kElu:
      return x > 0.0F ? x : std::expm1(x);
    case Activation::kSilu:
      return x / (1.0F + std::exp(-x));
    case Activation::kTanh:
      return std::tanh(x);
    case Activation::kSigmoid:
      return 1.0F / (1.0F + std::exp(-x));
  }
  return x;
}

NetworkSpec make_mlp(std::span<const int> sizes, Activation hidden, Activation last, Skip skip) {
  NetworkSpec spec;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    spec.push_back({sizes[i], sizes[i + 1], i + 2 == sizes.size() ? last : hidden});
  }
  if (skip == Skip::kInput && spec.size() > 1) spec.back().inputs += sizes.front();
  return spec;
}

Skip skip_of(const NetworkSpec& spec) {
  const std::size_t layers = spec.size();
  const bool more = layers > 1 && spec[layers - 1].inputs != spec[layers - 2].outputs;
  return more ? Skip::kInput : Skip::kNone;
}

namespace {

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

/// `skipped` numbers may come to the inputs from beyond the previous layer.
void check(const Layer& layer, std::size_t index, const Layer* previous, int skipped) {
  const auto [inputs, outputs, activation] = layer.spec;
  const auto in = static_cast<std::size_t>(inputs);
  const auto out = static_cast<std::size_t>(outputs);
  if (inputs < 1 || outputs < 1 || layer.weight.size() != in * out || layer.bias.size() != out) {
    throw Error(fmt::format("layer {}: expected {} x {} weights and {} biases, found {} and {}",
                            index, outputs, inputs, outputs, layer.weight.size(),
                            layer.bias.size()));
  }
  if (previous != nullptr && previous->spec.outputs != inputs &&
      (skipped == 0 || previous->spec.outputs + skipped != inputs)) {
    throw Error(fmt::format(
        "layer {}: expected {} inputs, the width of the layer before it{}, found {}", index,
        previous->spec.outputs,
        skipped == 0
            ? ""
            : fmt::format(", or {} with the network's input", previous->spec.outputs + skipped),
        inputs));
  }
  if (!all_finite(layer.weight) || !all_finite(layer.bias)) {
    throw Error(fmt::format("layer {}: expected finite parameters", index));
  }
}

}  // namespace

Network::Network(std::vector<Layer> layers) : layers_(std::move(layers)) {
  if (layers_.empty()) throw Error("network: expected at least one layer, found none");
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const bool last = i + 1 == layers_.size();
    check(layers_[i], i, i == 0 ? nullptr : &layers_[i - 1],
          last ? layers_.front().spec.inputs : 0);
  }
}

Network::Network(const NetworkSpec& spec, Random& random) {
  std::vector<Layer> layers;
  for (const LayerSpec& layer_spec : spec) {
    if (layer_spec.inputs < 1 || layer_spec.outputs < 1) {
      throw Error(fmt::format("layer {}: expected at least one input and output, found {} and {}",
                              layers.size(), layer_spec.inputs, layer_spec.outputs));
    }
    Layer layer{layer_spec, {}, {}};
    const auto outputs = static_cast<std::size_t>(layer_spec.outputs);
    layer.weight.resize(static_cast<std::size_t>(layer_spec.inputs) * outputs);
    layer.bias.resize(outputs);
    const double bound = 1.0 / std::sqrt(static_cast<double>(layer_spec.inputs));
    for (float& w : layer.weight) w = static_cast<float>(random.uniform(-bound, bound));
    for (float& b : layer.bias) b = static_cast<float>(random.uniform(-bound, bound));
    layers.push_back(std::move(layer));
  }
  *this = Network(std::move(layers));
}

NetworkSpec Network::spec() const {
  NetworkSpec spec;
  for (const Layer& layer : layers_) spec.push_back(layer.spec);
  return spec;
}

std::size_t Network::parameter_count() const {
  std::size_t count = 0;
  for (const Layer& layer : layers_) count += layer.weight.size() + layer.bias.size();
  return count;
}

Batch Network::forward(const Batch& batch) const {
  if (batch.cols() != inputs()) {
    throw UsageError(fmt::format("expected {} features per row, found {}", inputs(), batch.cols()));
  }
  Batch hidden = batch;
  for (const Layer& layer : layers_) {
    if (hidden.cols() != layer.spec.inputs) {  // Skip::kInput
      Batch both(batch.rows(), layer.spec.inputs);
      both << hidden, batch;
      hidden = std::move(both);
    }
    const Eigen::Map<const Batch> weight(layer.weight.data(), layer.spec.outputs,
                                         layer.spec.inputs);
    const Eigen::Map<const Eigen::RowVectorXf> bias(layer.bias.data(), layer.spec.outputs);
    hidden = ((hidden * weight.transpose()).rowwise() + bias).eval();
    hidden = hidden.unaryExpr([a = layer.spec.activation](float x) { return activate(a, x); });
  }
  return hidden;
}

}  // namespace poseaae::nn
