#include "poseaae/nn/parameters.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::nn {

template <typename T>
Parameters<T>::Parameters(const std::vector<const Network*>& networks,
                          const OptimiserOptions& options, int threads)
    : options_(options) {
  std::size_t size = 0;
  std::size_t fixed = 0;
  for (const Network* network : networks) {
    networks_.push_back({layers_.size(), network->layers().size(), network->skip()});
    for (const Layer& layer : network->layers()) {
      const bool learns = nn::learns(layer.spec);
      std::size_t& taken = learns ? size : fixed;
      layers_.push_back({layer.spec, loops_of<T>(layer.spec), taken, learns});
      taken += layers_.back().loops->size();
    }
  }
  fixed_.assign(fixed, T(0));
  for (Buffer<T>* array : {&values_, &first_moments_, &second_moments_}) array->assign(size, T(0));
  gradients_.assign(size * static_cast<std::size_t>(threads), T(0));
  auto part = layers_.begin();
  for (const Network* network : networks) {
    for (const Layer& layer : network->layers()) {
      part->loops->pack(layer, (part->learns ? values_ : fixed_).data() + part->begin);
      ++part;
    }
  }
}

template <typename T>
Layer Parameters<T>::as_layer(const Buffer<T>& array, std::size_t i) const {
  const Part& part = layers_[i];
  Layer layer{part.spec, {}};
  for (const ArrayShape& shape : arrays_of(part.spec)) layer.arrays.emplace_back(shape.count());
  if (part.learns) {
    part.loops->unpack(&array[part.begin], layer);
  } else if (&array == &values_) {
    part.loops->unpack(&fixed_[part.begin], layer);
  }
  return layer;
}

template <typename T>
Network Parameters<T>::as_network(const Buffer<T>& array, std::size_t i) const {
  const auto& [first, count, skip] = networks_[i];
  if (count == 0) return {};
  std::vector<Layer> layers;
  for (std::size_t k = first; k < first + count; ++k) layers.push_back(as_layer(array, k));
  return Network(std::move(layers), skip);
}

template <typename T>
Network Parameters<T>::gradient_of_network(std::size_t i, int threads) const {
  Buffer<T> sum(gradients_.begin(), gradients_.begin() + static_cast<std::ptrdiff_t>(size()));
  for (std::size_t k = size(); k < size() * static_cast<std::size_t>(threads); ++k) {
    sum[k % size()] += gradients_[k];
  }
  return as_network(sum, i);
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
std::vector<Array> Parameters<T>::as_arrays(const Buffer<T>& array) const {
  std::vector<Array> arrays;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (!layers_[i].learns) continue;
    Layer layer = as_layer(array, i);
    auto values = layer.arrays.begin();
    for (ArrayShape& shape : arrays_of(layer.spec)) {
      arrays.push_back({std::move(shape.sizes), std::move(*values++)});
    }
  }
  return arrays;
}

template <typename T>
void Parameters<T>::set_arrays(Buffer<T>& array, const std::vector<Array>& arrays) const {
  auto from = arrays.begin();
  for (const Part& part : layers_) {
    if (!part.learns) continue;
    Layer layer{part.spec, {}};
    for (std::size_t i = arrays_of(part.spec).size(); i > 0; --i) {
      layer.arrays.push_back((from++)->values);
    }
    part.loops->pack(layer, &array[part.begin]);
  }
}

template <typename T>
OptimiserState Parameters<T>::state() const {
  return {steps_, as_arrays(values_), as_arrays(first_moments_), as_arrays(second_moments_)};
}

template <typename T>
void Parameters<T>::set_state(const OptimiserState& state) {
  state.require(as_arrays(values_));
  set_arrays(values_, state.parameters);
  set_arrays(first_moments_, state.first_moments);
  set_arrays(second_moments_, state.second_moments);
  steps_ = state.steps;
}

template class Parameters<float>;
template class Parameters<double>;

}  // namespace poseaae::nn
