#include "parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::training::fused {

namespace {

std::size_t inputs_of(const nn::LayerSpec& spec) { return static_cast<std::size_t>(spec.inputs); }
std::size_t outputs_of(const nn::LayerSpec& spec) { return static_cast<std::size_t>(spec.outputs); }

}  // namespace

template <typename T>
Parameters<T>::Parameters(const std::vector<const nn::Network*>& networks,
                          const OptimiserOptions& options, int threads)
    : options_(options) {
  std::size_t size = 0;
  for (const nn::Network* network : networks) {
    for (const nn::Layer& layer : network->layers()) {
      const std::size_t weights =
          kernels::blocked_size(inputs_of(layer.spec), outputs_of(layer.spec));
      layers_.push_back({layer.spec, size, size + weights});
      size += weights + kernels::padded(outputs_of(layer.spec));
    }
  }
  for (Buffer<T>* array : {&values_, &first_moments_, &second_moments_}) array->assign(size, T(0));
  gradients_.assign(size * static_cast<std::size_t>(threads), T(0));
  auto at = layers_.begin();
  for (const nn::Network* network : networks) {
    for (const nn::Layer& layer : network->layers()) {
      kernels::pack_weights(inputs_of(layer.spec), outputs_of(layer.spec), layer.weight.data(),
                            &values_[at->weights]);
      std::copy(layer.bias.begin(), layer.bias.end(), &values_[at->bias]);
      ++at;
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
nn::Layer Parameters<T>::as_layer(const Buffer<T>& array, std::size_t i) const {
  const LayerOffsets& at = layers_[i];
  const std::size_t in = inputs_of(at.spec);
  const std::size_t out = outputs_of(at.spec);
  nn::Layer layer{at.spec, std::vector<float>(in * out), std::vector<float>(out)};
  kernels::unpack_weights(in, out, &array[at.weights], layer.weight.data());
  std::transform(&array[at.bias], &array[at.bias] + out, layer.bias.begin(),
                 [](T value) { return static_cast<float>(value); });
  return layer;
}

template <typename T>
nn::Network Parameters<T>::as_network(const Buffer<T>& array, std::size_t first,
                                      std::size_t count) const {
  std::vector<nn::Layer> layers;
  for (std::size_t i = first; i < first + count; ++i) layers.push_back(as_layer(array, i));
  return nn::Network(std::move(layers));
}

template <typename T>
nn::Network Parameters<T>::network(std::size_t first, std::size_t count) const {
  return as_network(values_, first, count);
}
template <typename T>
nn::Network Parameters<T>::gradient(std::size_t first, std::size_t count, int threads) const {
  Buffer<T> sum(gradients_.begin(), gradients_.begin() + static_cast<std::ptrdiff_t>(size()));
  for (std::size_t i = size(); i < size() * static_cast<std::size_t>(threads); ++i) {
    sum[i % size()] += gradients_[i];
  }
  return as_network(sum, first, count);
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
void Parameters<T>::save_array(h5::Group& group, const std::string& name,
                               const Buffer<T>& array) const {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const auto& [spec, weight, bias] = as_layer(array, i);
    group.write<float>(fmt::format("{}/{}", name, 2 * i), weight,
                       {outputs_of(spec), inputs_of(spec)});
    group.write<float>(fmt::format("{}/{}", name, 2 * i + 1), bias, {outputs_of(spec)});
  }
}

template <typename T>
void Parameters<T>::save(h5::Group group) const {
  group.set_attribute("steps", steps_);
  save_array(group, "parameters", values_);
  save_array(group, "first_moments", first_moments_);
  save_array(group, "second_moments", second_moments_);
}

template <typename T>
void Parameters<T>::load_array(const h5::Group& group, const std::string& name,
                               Buffer<T>& array) const {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const LayerOffsets& at = layers_[i];
    const std::size_t in = inputs_of(at.spec);
    const std::size_t out = outputs_of(at.spec);
    const auto weight = group.read<float>(fmt::format("{}/{}", name, 2 * i), {out, in});
    const auto bias = group.read<float>(fmt::format("{}/{}", name, 2 * i + 1), {out});
    kernels::pack_weights(in, out, weight.data(), &array[at.weights]);
    std::copy(bias.begin(), bias.end(), &array[at.bias]);
  }
}

template <typename T>
void Parameters<T>::load(const h5::Group& group) {
  if (group.has(fmt::format("parameters/{}", 2 * layers_.size()))) {
    throw ModelError(
        "the saved state has more layers than this model; resume with the configuration of the "
        "saved run");
  }
  load_array(group, "parameters", values_);
  load_array(group, "first_moments", first_moments_);
  load_array(group, "second_moments", second_moments_);
  steps_ = static_cast<std::int64_t>(group.number_attribute("steps"));
}

template class Parameters<float>;
template class Parameters<double>;

}  // namespace poseaae::training::fused
