#include "poseaae/nn/activations.hpp"

#include <algorithm>

namespace poseaae::nn {

using kernels::kLanes;

template <typename T>
Activations<T>::Activations(Parameters<T>& parameters, std::size_t first_layer, std::size_t layers)
    : parameters_(parameters), first_layer_(first_layer) {
  for (std::size_t i = 0; i < layers; ++i) {
    const auto dense = parameters.dense(first_layer + i);
    layers_.push_back({dense.inputs, dense.outputs, {}, {}, {}, {}});
  }
  skip_ = layers > 1 && layers_.back().inputs != hidden();
}

template <typename T>
void Activations<T>::reserve(std::size_t panels, std::size_t threads, bool dropout) {
  std::size_t widest = 0;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer& layer = layers_[i];
    const std::size_t size = panels * layer.outputs * kLanes;
    layer.y.resize(size);
    layer.dy.resize(size);
    if (dropout) layer.kept.resize(size);
    if (kernels::derivative_needs_input(parameters_.dense(first_layer_ + i).activation)) {
      layer.before.resize(size);
    }
    widest = std::max(widest, kernels::padded(layer.outputs));
  }
  if (skip_) {
    joined_.resize(panels * layers_.back().inputs * kLanes);
    joined_gradient_.resize(joined_.size());
  }
  scratch_.resize(threads);
  for (auto& scratch : scratch_) scratch.resize(std::min(panels, kPanelsPerPass) * widest * kLanes);
}

template <typename T>
const T* Activations<T>::given(std::size_t i, std::size_t first, const T* input) const {
  if (i == 0) return input;
  if (skip_ && i + 1 == layers_.size()) {
    return joined_.data() + first * layers_[i].inputs * kLanes;
  }
  return given_by(i - 1, first);
}

template <typename T>
void Activations<T>::forward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                             std::size_t count) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer& layer = layers_[i];
    const std::size_t start = first * layer.outputs * kLanes;
    if (skip_ && i + 1 == layers_.size()) {
      kernels::join_panels(count, hidden(), given_by(i - 1, first), inputs(), input,
                           joined_.data() + first * layer.inputs * kLanes);
    }
    T* before = layer.before.empty() ? nullptr : layer.before.data() + start;
    kernels.dense_forward(parameters_.dense(first_layer_ + i), count, given(i, first, input),
                          layer.y.data() + start, before);
    if (drops() && i + 1 < layers_.size()) {
      kernels.dropout(dropout(i), layer.outputs, first, count, layer.y.data() + start,
                      layer.kept.data() + start);
    }
  }
}

template <typename T>
void Activations<T>::add_skipped(std::size_t first, std::size_t count, T* input_gradient) const {
  const std::size_t both = layers_.back().inputs * kLanes;
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
    const auto dense = parameters_.dense(first_layer_ + i);
    const std::size_t start = first * layer.outputs * kLanes;
    T* dy = layer.dy.data() + start;
    if (drops() && i + 1 < layers_.size()) {
      kernels.dropout(dropout(i), layer.outputs, first, count, dy, dy);
    }
    const T* before = layer.before.empty() ? nullptr : layer.before.data() + start;
    kernels.activation_backward(dense.activation, layer.outputs, count, layer.y.data() + start,
                                before, dy);
    if (wanted.weights) {
      kernels.dense_backward_weights(dense, count, given(i, first, input), dy, scratch, wanted.add,
                                     parameters_.weights_gradient(first_layer_ + i, thread),
                                     parameters_.bias_gradient(first_layer_ + i, thread));
    }
    if (skip_ && i + 1 == layers_.size()) {
      T* const joined = joined_gradient_.data() + first * layer.inputs * kLanes;
      kernels.dense_backward_input(dense, count, dy, joined);
      kernels::part_panels<T>(count, joined, hidden(),
                              layers_[i - 1].dy.data() + first * hidden() * kLanes, inputs(),
                              nullptr);
      continue;
    }
    T* dx =
        i == 0 ? wanted.input_gradient : layers_[i - 1].dy.data() + first * layer.inputs * kLanes;
    if (dx != nullptr) kernels.dense_backward_input(dense, count, dy, dx);
  }
  if (skip_ && wanted.input_gradient != nullptr) {
    add_skipped(first, count, wanted.input_gradient);
  }
}

template class Activations<float>;
template class Activations<double>;

}  // namespace poseaae::nn
