#include "poseaae/nn/activations.hpp"

#include <algorithm>

namespace poseaae::nn {

using kernels::kLanes;

template <typename T>
Activations<T>::Activations(Parameters<T>& parameters, std::size_t network)
    : parameters_(parameters),
      first_layer_(parameters.range(network).first),
      skip_(parameters.range(network).skip == Skip::kInput) {
  std::vector<LayerSpec> specs;
  for (std::size_t i = 0; i < parameters.range(network).count; ++i) {
    specs.push_back(parameters.layers()[first_layer_ + i].spec);
    layers_.push_back({parameters.layers()[first_layer_ + i].loops, {}, {}, {}, {}});
  }
  learned_ = learned(specs);
}

template <typename T>
void Activations<T>::reserve(std::size_t panels, std::size_t threads, bool dropout) {
  std::size_t widest = 0;
  for (Layer& layer : layers_) {
    const std::size_t size = panels * layer.loops->outputs * kLanes;
    layer.y.resize(size);
    layer.dy.resize(size);
    if (dropout) layer.dropped.resize(size);
    layer.kept.resize(panels * layer.loops->kept_rows(true) * kLanes);
    widest = std::max(widest, layer.loops->scratch_rows());
  }
  if (skip_) {
    joined_.resize(panels * layers_[learned_.last].loops->inputs * kLanes);
    joined_gradient_.resize(joined_.size());
  }
  scratch_.resize(threads);
  for (auto& scratch : scratch_) scratch.resize(std::min(panels, kPanelsPerPass) * widest * kLanes);
}

template <typename T>
const T* Activations<T>::given(std::size_t i, std::size_t first, const T* input) const {
  if (i == 0) return input;
  if (joins(i)) {
    return joined_.data() + first * layers_[i].loops->inputs * kLanes;
  }
  return given_by(i - 1, first);
}

template <typename T>
void Activations<T>::forward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                             std::size_t count) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer& layer = layers_[i];
    const LayerLoops<T>& loops = *layer.loops;
    const std::size_t start = first * loops.outputs * kLanes;
    if (joins(i)) {
      kernels::join_panels(count, hidden(), given_by(i - 1, first), skipped(),
                           given(learned_.first, first, input),
                           joined_.data() + first * loops.inputs * kLanes);
    }
    loops.forward(kernels, parameters_.values(first_layer_ + i), count, given(i, first, input),
                  layer.y.data() + start, layer.kept_from(first));
    if (drops(i)) {
      kernels.dropout(dropout(i), loops.outputs, first, count, layer.y.data() + start,
                      layer.dropped.data() + start);
    }
  }
}

template <typename T>
void Activations<T>::add_skipped(std::size_t first, std::size_t count, T* gradient) const {
  const std::size_t both = layers_[learned_.last].loops->inputs * kLanes;
  const std::size_t size = skipped() * kLanes;
  const T* joined = joined_gradient_.data() + first * both;
  for (std::size_t p = 0; p < count; ++p) {
    const T* from = joined + p * both + hidden() * kLanes;
    T* to = gradient + p * size;
    for (std::size_t i = 0; i < size; ++i) to[i] += from[i];
  }
}

template <typename T>
void Activations<T>::backward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                              std::size_t count, int thread, const Wanted& wanted) {
  T* scratch = scratch_[static_cast<std::size_t>(thread)].data();
  // Below the first layer that learns, there is nothing to find but the gradient by the input.
  const std::size_t end = wanted.input_gradient != nullptr ? 0 : learned_.first;
  for (std::size_t i = layers_.size(); i-- > end;) {
    Layer& layer = layers_[i];
    const LayerLoops<T>& loops = *layer.loops;
    const std::size_t start = first * loops.outputs * kLanes;
    T* dy = layer.dy.data() + start;
    if (drops(i)) kernels.dropout(dropout(i), loops.outputs, first, count, dy, dy);
    T* const below =
        i == end ? wanted.input_gradient
                 : layers_[i - 1].dy.data() + first * layers_[i - 1].loops->outputs * kLanes;
    T* const joined = joins(i) ? joined_gradient_.data() + first * loops.inputs * kLanes : nullptr;
    loops.backward(
        kernels, parameters_.values(first_layer_ + i), count,
        {.x = given(i, first, input),
         .y = layer.y.data() + start,
         .kept = layer.kept_from(first),
         .dy = dy,
         .scratch = scratch,
         .add = wanted.add,
         .gradient = wanted.weights ? parameters_.gradient(first_layer_ + i, thread) : nullptr,
         .dx = joins(i) ? joined : below});
    if (joins(i)) kernels::part_panels<T>(count, joined, hidden(), below, skipped(), nullptr);
    if (skip_ && i == learned_.first && below != nullptr) add_skipped(first, count, below);
  }
}

template class Activations<float>;
template class Activations<double>;

}  // namespace poseaae::nn
