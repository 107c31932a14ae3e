#include "poseaae/nn/activations.hpp"

#include <algorithm>

namespace poseaae::nn {

using kernels::kLanes;

template <typename T>
Activations<T>::Activations(Parameters<T>& parameters, std::size_t network)
    : parameters_(parameters),
      first_layer_(parameters.range(network).first),
      skip_(parameters.range(network).skip == Skip::kInput) {
  for (std::size_t i = 0; i < parameters.range(network).count; ++i) {
    layers_.push_back({parameters.layers()[first_layer_ + i].loops, {}, {}, {}, {}});
  }
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
    joined_.resize(panels * layers_.back().loops->inputs * kLanes);
    joined_gradient_.resize(joined_.size());
  }
  scratch_.resize(threads);
  for (auto& scratch : scratch_) scratch.resize(std::min(panels, kPanelsPerPass) * widest * kLanes);
}

template <typename T>
const T* Activations<T>::given(std::size_t i, std::size_t first, const T* input) const {
  if (i == 0) return input;
  if (skip_ && i + 1 == layers_.size()) {
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
    if (skip_ && i + 1 == layers_.size()) {
      kernels::join_panels(count, hidden(), given_by(i - 1, first), inputs(), input,
                           joined_.data() + first * loops.inputs * kLanes);
    }
    loops.forward(kernels, parameters_.values(first_layer_ + i), count, given(i, first, input),
                  layer.y.data() + start, layer.kept_from(first));
    if (drops() && i + 1 < layers_.size()) {
      kernels.dropout(dropout(i), loops.outputs, first, count, layer.y.data() + start,
                      layer.dropped.data() + start);
    }
  }
}

template <typename T>
void Activations<T>::add_skipped(std::size_t first, std::size_t count, T* input_gradient) const {
  const std::size_t both = layers_.back().loops->inputs * kLanes;
  const T* joined = joined_gradient_.data() + first * both;
  for (std::size_t p = 0; p < count; ++p) {
    const T* skipped = joined + p * both + hidden() * kLanes;
    T* gradient = input_gradient + p * inputs() * kLanes;
    for (std::size_t i = 0; i < inputs() * kLanes; ++i) gradient[i] += skipped[i];
  }
}

template <typename T>
void Activations<T>::backward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                              std::size_t count, int thread, const Wanted& wanted) {
  T* scratch = scratch_[static_cast<std::size_t>(thread)].data();
  for (std::size_t i = layers_.size(); i-- > 0;) {
    Layer& layer = layers_[i];
    const LayerLoops<T>& loops = *layer.loops;
    const std::size_t start = first * loops.outputs * kLanes;
    T* dy = layer.dy.data() + start;
    if (drops() && i + 1 < layers_.size()) {
      kernels.dropout(dropout(i), loops.outputs, first, count, dy, dy);
    }
    const bool joins = skip_ && i + 1 == layers_.size();
    T* const joined = joins ? joined_gradient_.data() + first * loops.inputs * kLanes : nullptr;
    T* const dx = joins    ? joined
                  : i == 0 ? wanted.input_gradient
                           : layers_[i - 1].dy.data() + first * loops.inputs * kLanes;
    loops.backward(
        kernels, parameters_.values(first_layer_ + i), count,
        {.x = given(i, first, input),
         .y = layer.y.data() + start,
         .kept = layer.kept_from(first),
         .dy = dy,
         .scratch = scratch,
         .add = wanted.add,
         .gradient = wanted.weights ? parameters_.gradient(first_layer_ + i, thread) : nullptr,
         .dx = dx});
    if (joins) {
      kernels::part_panels<T>(count, joined, hidden(),
                              layers_[i - 1].dy.data() + first * hidden() * kLanes, inputs(),
                              nullptr);
    }
  }
  if (skip_ && wanted.input_gradient != nullptr) {
    add_skipped(first, count, wanted.input_gradient);
  }
}

template class Activations<float>;
template class Activations<double>;

}  // namespace poseaae::nn
