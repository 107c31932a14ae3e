#include "poseaae/nn/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/nn/layer_kind.hpp"

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

const Names<Skip>& skip_names() {
  static const Names<Skip> names{{"none", Skip::kNone}, {"input", Skip::kInput}};
  return names;
}

NetworkSpec make_mlp(std::span<const int> sizes, Activation hidden, Activation last, Skip skip,
                     const std::string& kind) {
  NetworkSpec spec;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    const bool ends = i + 2 == sizes.size();
    spec.layers.push_back(
        {sizes[i], sizes[i + 1], ends ? last : hidden, i == 0 || ends ? "dense" : kind});
  }
  if (skip == Skip::kInput && spec.layers.size() > 1) {
    spec.layers.back().inputs += sizes.front();
    spec.skip = skip;
  }
  return spec;
}

namespace {

/// `given`: the numbers that come to a layer, where others come before it.
void check(const Layer& layer, std::size_t index, int given) {
  const auto shapes = arrays_of(layer.spec);
  for (std::size_t i = 0; i < std::max(shapes.size(), layer.arrays.size()); ++i) {
    const std::size_t expected = i < shapes.size() ? shapes[i].count() : 0;
    const std::size_t found = i < layer.arrays.size() ? layer.arrays[i].size() : 0;
    if (expected == found) continue;
    throw Error(fmt::format("layer {}, {}: expected {} numbers, found {}", index,
                            i < shapes.size() ? shapes[i].name : "another array", expected, found));
  }
  if (layer.spec.inputs != given) {
    throw Error(fmt::format("layer {}: expected {} inputs, as many as come to it, found {}", index,
                            given, layer.spec.inputs));
  }
  for (const auto& array : layer.arrays) {
    if (!std::all_of(array.begin(), array.end(), [](float v) { return std::isfinite(v); })) {
      throw Error(fmt::format("layer {}: expected finite parameters", index));
    }
  }
}

}  // namespace

Network::Network(std::vector<Layer> layers, Skip skip) : layers_(std::move(layers)), skip_(skip) {
  if (layers_.empty()) throw Error("network: expected at least one layer, found none");
  const NetworkSpec whole = spec();
  const auto [first, last] = learned(whole.layers);
  first_learned_ = first;
  last_learned_ = last;
  if (skip != Skip::kNone && first == last) {
    throw Error("network: expected a hidden layer beside the skip, found none");
  }
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const int before = i == 0 ? inputs() : layers_[i - 1].spec.outputs;
    check(layers_[i], i, skips_to(i) ? before + layers_[first].spec.inputs : before);
  }
}

Network::Network(const NetworkSpec& spec, Random& random) {
  std::vector<Layer> layers;
  for (const LayerSpec& layer_spec : spec.layers) {
    Layer layer{layer_spec, {}};
    for (const ArrayShape& shape : arrays_of(layer_spec)) layer.arrays.emplace_back(shape.count());
    layer_kind(layer_spec.kind).initialise(layer, random);
    layers.push_back(std::move(layer));
  }
  *this = Network(std::move(layers), spec.skip);
}

NetworkSpec Network::spec() const {
  NetworkSpec spec{{}, skip_};
  for (const Layer& layer : layers_) spec.layers.push_back(layer.spec);
  return spec;
}

std::size_t Network::parameter_count() const {
  std::size_t count = 0;
  for (const Layer& layer : layers_) {
    for (const auto& array : layer.arrays) count += array.size();
  }
  return count;
}

Batch Network::forward(const Batch& batch) const {
  if (batch.cols() != inputs()) {
    throw UsageError(fmt::format("expected {} features per row, found {}", inputs(), batch.cols()));
  }
  Batch hidden = batch;
  Batch skipped;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    if (skip_ == Skip::kInput && i == skips_from()) skipped = hidden;
    if (skips_to(i)) {
      Batch both(batch.rows(), layer.spec.inputs);
      both << hidden, skipped;
      hidden = std::move(both);
    }
    hidden = layer_kind(layer.spec.kind).apply(layer, hidden);
  }
  return hidden;
}

}  // namespace poseaae::nn
