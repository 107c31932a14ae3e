#include "poseaae/nn/layer_kind.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::nn {

#define POSEAAE_LAYER(name) LayerKind name##_layer();
#define POSEAAE_FUSED_LAYER(name) POSEAAE_LAYER(name)
#include "poseaae/nn/layer_kinds.inc"
#undef POSEAAE_LAYER

const std::vector<LayerKind>& layer_kinds() {
  static const std::vector<LayerKind> kinds{
#define POSEAAE_LAYER(name) name##_layer(),
#include "poseaae/nn/layer_kinds.inc"
  };
  return kinds;
}

const LayerKind& layer_kind(std::string_view name) {
  for (const LayerKind& kind : layer_kinds()) {
    if (kind.name == name) return kind;
  }
  throw ModelError(fmt::format("unknown kind of layer '{}'; use a newer PoseAAE", name));
}

bool learns(const LayerSpec& spec) { return layer_kind(spec.kind).learns; }

Learned learned(std::span<const LayerSpec> layers) {
  const auto first = std::ranges::find_if(layers, learns);
  if (first == layers.end()) return {0, layers.empty() ? 0 : layers.size() - 1};
  const auto last = std::find_if(layers.rbegin(), layers.rend(), learns);
  return {static_cast<std::size_t>(first - layers.begin()),
          static_cast<std::size_t>(layers.rend() - last) - 1};
}

std::size_t ArrayShape::count() const {
  std::size_t product = 1;
  for (const std::size_t size : sizes) product *= size;
  return product;
}

std::vector<ArrayShape> arrays_of(const LayerSpec& spec) {
  if (spec.inputs < 1 || spec.outputs < 1) {
    throw Error(fmt::format("expected at least one input and output, found {} and {}", spec.inputs,
                            spec.outputs));
  }
  return layer_kind(spec.kind).arrays(spec);
}

const std::vector<float>& Layer::array(std::string_view name) const {
  const auto shapes = arrays_of(spec);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    if (shapes[i].name == name) return arrays.at(i);
  }
  throw Error(fmt::format("a layer of kind '{}' has no '{}'", spec.kind, name));
}

std::vector<float>& Layer::array(std::string_view name) {
  return const_cast<std::vector<float>&>(std::as_const(*this).array(name));
}

}  // namespace poseaae::nn
