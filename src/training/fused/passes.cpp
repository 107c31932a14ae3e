#include "passes.hpp"

#include <algorithm>

namespace poseaae::training::fused {

using kernels::kLanes;

template <typename T>
Passes<T>::Passes(Parameters<T>& parameters, std::size_t first_layer, std::size_t layers)
    : parameters_(parameters), first_layer_(first_layer) {
  for (std::size_t i = 0; i < layers; ++i) {
    const auto dense = parameters.dense(first_layer + i);
    layers_.push_back({dense.inputs, dense.outputs, {}, {}, {}});
  }
}

template <typename T>
void Passes<T>::reserve(std::size_t panels, std::size_t threads) {
  std::size_t widest = 0;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer& layer = layers_[i];
    const std::size_t size = panels * layer.outputs * kLanes;
    layer.y.resize(size);
    layer.dy.resize(size);
    if (kernels::derivative_needs_input(parameters_.dense(first_layer_ + i).activation)) {
      layer.before.resize(size);
    }
    widest = std::max(widest, kernels::padded(layer.outputs));
  }
  scratch_.resize(threads);
  for (auto& scratch : scratch_) scratch.resize(std::min(panels, kPanelsAPass) * widest * kLanes);
}

template <typename T>
void Passes<T>::forward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                        std::size_t count) {
  const T* x = input;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer& layer = layers_[i];
    const std::size_t start = first * layer.outputs * kLanes;
    T* before = layer.before.empty() ? nullptr : layer.before.data() + start;
    kernels.dense_forward(parameters_.dense(first_layer_ + i), count, x, layer.y.data() + start,
                          before);
    x = layer.y.data() + start;
  }
}

template <typename T>
void Passes<T>::backward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                         std::size_t count, int thread, const Wanted& wanted) {
  T* scratch = scratch_[static_cast<std::size_t>(thread)].data();
  for (std::size_t i = layers_.size(); i-- > 0;) {
    Layer& layer = layers_[i];
    const auto dense = parameters_.dense(first_layer_ + i);
    const std::size_t start = first * layer.outputs * kLanes;
    T* dy = layer.dy.data() + start;
    const T* before = layer.before.empty() ? nullptr : layer.before.data() + start;
    kernels.activation_backward(dense.activation, layer.outputs, count, layer.y.data() + start,
                                before, dy);
    const std::size_t below = first * layer.inputs * kLanes;
    if (wanted.weights) {
      kernels.dense_backward_weights(dense, count, i == 0 ? input : layers_[i - 1].y.data() + below,
                                     dy, scratch, wanted.add,
                                     parameters_.weights_gradient(first_layer_ + i, thread),
                                     parameters_.bias_gradient(first_layer_ + i, thread));
    }
    T* dx = i == 0 ? wanted.input_gradient : layers_[i - 1].dy.data() + below;
    if (dx != nullptr) kernels.dense_backward_input(dense, count, dy, dx);
  }
}

template class Passes<float>;
template class Passes<double>;

}  // namespace poseaae::training::fused
