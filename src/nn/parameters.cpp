#include "poseaae/nn/parameters.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::nn {

namespace {

std::size_t inputs_of(const LayerSpec& spec) { return static_cast<std::size_t>(spec.inputs); }
std::size_t outputs_of(const LayerSpec& spec) { return static_cast<std::size_t>(spec.outputs); }

}  // namespace

template <typename T>
Parameters<T>::Parameters(const std::vector<const Network*>& networks,
                          const OptimiserOptions& options, int threads)
    : options_(options) {
  std::size_t size = 0;
  for (const Network* network : networks) {
    for (const Layer& layer : network->layers()) {
      const std::size_t weights =
          kernels::blocked_size(inputs_of(layer.spec), outputs_of(layer.spec));
      layers_.push_back({layer.spec, size, size + weights});
      size += weights + kernels::padded(outputs_of(layer.spec));
    }
  }
  for (Buffer<T>* array : {&values_, &first_moments_, &second_moments_}) array->assign(size, T(0));
  gradients_.assign(size * static_cast<std::size_t>(threads), T(0));
  std::size_t i = 0;
  for (const Network* network : networks) {
    for (const Layer& layer : network->layers()) {
      set_layer(values_, i++, layer);
    }
  }
}

template <typename T>
kernels::Dense<T> Parameters<T>::dense(std::size_t layer) const {
  const LayerOffsets& at = layers_[layer];
  return {inputs_of(at.spec), outputs_of(at.spec), at.spec.activation, &values_[at.weights],
          &values_[at.bias]};
}

template <typename T>
T* Parameters<T>::weights_gradient(std::size_t layer, int thread) {
  return &gradients_[static_cast<std::size_t>(thread) * size() + layers_[layer].weights];
}
template <typename T>
T* Parameters<T>::bias_gradient(std::size_t layer, int thread) {
  return &gradients_[static_cast<std::size_t>(thread) * size() + layers_[layer].bias];
}

template <typename T>
Layer Parameters<T>::as_layer(const Buffer<T>& array, std::size_t i) const {
  const LayerOffsets& at = layers_[i];
  const std::size_t in = inputs_of(at.spec);
  const std::size_t out = outputs_of(at.spec);
  Layer layer{at.spec, std::vector<float>(in * out), std::vector<float>(out)};
  kernels::unpack_weights(in, out, &array[at.weights], layer.weight.data());
  std::transform(&array[at.bias], &array[at.bias] + out, layer.bias.begin(),
                 [](T value) { return static_cast<float>(value); });
  return layer;
}

template <typename T>
std::vector<Layer> Parameters<T>::as_layers(const Buffer<T>& array, std::size_t first,
                                            std::size_t count) const {
  std::vector<Layer> layers;
  for (std::size_t i = first; i < first + count; ++i) layers.push_back(as_layer(array, i));
  return layers;
}

template <typename T>
void Parameters<T>::set_layer(Buffer<T>& array, std::size_t i, const Layer& layer) const {
  const LayerOffsets& at = layers_[i];
  kernels::pack_weights(inputs_of(at.spec), outputs_of(at.spec), layer.weight.data(),
                        &array[at.weights]);
  std::copy(layer.bias.begin(), layer.bias.end(), &array[at.bias]);
}

template <typename T>
Network Parameters<T>::network(std::size_t first, std::size_t count) const {
  return Network(as_layers(values_, first, count));
}
template <typename T>
Network Parameters<T>::gradient(std::size_t first, std::size_t count, int threads) const {
  Buffer<T> sum(gradients_.begin(), gradients_.begin() + static_cast<std::ptrdiff_t>(size()));
  for (std::size_t i = size(); i < size() * static_cast<std::size_t>(threads); ++i) {
    sum[i % size()] += gradients_[i];
  }
  return Network(as_layers(sum, first, count));
}

template <typename T>
void Parameters<T>::begin_step(const kernels::Table<T>& kernels, int threads) {
  ++steps_;
  const auto t = static_cast<double>(steps_);
  rates_.rate = static_cast<T>(learning_rate_ / (1.0 - std::pow(options_.beta1, t)));
  rates_.root_correction = static_cast<T>(1.0 / std::sqrt(1.0 - std::pow(options_.beta2, t)));
  rates_.beta1 = static_cast<T>(options_.beta1);
  rates_.rest1 = static_cast<T>(1.0 - options_.beta1);
  rates_.beta2 = static_cast<T>(options_.beta2);
  rates_.rest2 = static_cast<T>(1.0 - options_.beta2);
  rates_.epsilon = static_cast<T>(options_.epsilon);
  rates_.gradient_scale = T(1);
  if (options_.clip_norm <= 0.0) return;
  const double norm = std::sqrt(
      kernels.squared_norm(size(), gradients_.data(), static_cast<std::size_t>(threads), size()));
  if (norm > options_.clip_norm) rates_.gradient_scale = static_cast<T>(options_.clip_norm / norm);
}

template <typename T>
void Parameters<T>::finish_step(const kernels::Table<T>& kernels, int thread, int threads,
                                int gradients) {
  // In whole cache lines, so that threads do not write to one another's.
  const std::size_t blocks = size() / kernels::kLanes;
  const auto share = [&](int i) {
    return blocks * static_cast<std::size_t>(i) / static_cast<std::size_t>(threads) *
           kernels::kLanes;
  };
  const std::size_t begin = share(thread);
  kernels.adam(rates_, share(thread + 1) - begin, gradients_.data() + begin,
               static_cast<std::size_t>(gradients), size(), values_.data() + begin,
               first_moments_.data() + begin, second_moments_.data() + begin);
}

template <typename T>
OptimiserState Parameters<T>::state() const {
  const auto all = [&](const Buffer<T>& array) { return as_layers(array, 0, layers_.size()); };
  return {steps_, all(values_), all(first_moments_), all(second_moments_)};
}

template <typename T>
void Parameters<T>::set_state(const OptimiserState& state) {
  std::vector<LayerSpec> specs;
  for (const LayerOffsets& at : layers_) specs.push_back(at.spec);
  state.require(specs);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    set_layer(values_, i, state.parameters[i]);
    set_layer(first_moments_, i, state.first_moments[i]);
    set_layer(second_moments_, i, state.second_moments[i]);
  }
  steps_ = state.steps;
}

template class Parameters<float>;
template class Parameters<double>;

}  // namespace poseaae::nn
