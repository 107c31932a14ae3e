#include "diffusion/ema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {

WeightAverage::WeightAverage(double decay) : decay_(decay) {
  if (!(decay >= 0.0 && decay < 1.0)) {
    throw UsageError(
        fmt::format("average of weights: expected a decay from 0 to below 1, found {}", decay));
  }
}

void WeightAverage::update(const nn::Network& network) {
  const auto& layers = network.layers();
  if (specs_.empty()) {
    specs_ = network.spec();
    for (const auto& layer : layers) {
      sums_.emplace_back(layer.weight.size(), 0.0);
      sums_.emplace_back(layer.bias.size(), 0.0);
    }
  } else if (specs_ != network.spec()) {
    throw UsageError("average of weights: expected networks of the same shape");
  }
  const auto add = [&](const std::vector<float>& values, std::vector<double>& sums) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      sums[i] = decay_ * sums[i] + (1.0 - decay_) * values[i];
    }
  };
  for (std::size_t i = 0; i < layers.size(); ++i) {
    add(layers[i].weight, sums_[2 * i]);
    add(layers[i].bias, sums_[2 * i + 1]);
  }
  weight_ = decay_ * weight_ + (1.0 - decay_);
}

nn::Network WeightAverage::network() const {
  if (specs_.empty()) throw UsageError("average of weights: expected at least one network");
  std::vector<nn::Layer> layers;
  const auto mean = [&](const std::vector<double>& sums) {
    std::vector<float> values(sums.size());
    std::transform(sums.begin(), sums.end(), values.begin(),
                   [&](double sum) { return static_cast<float>(sum / weight_); });
    return values;
  };
  for (std::size_t i = 0; i < specs_.size(); ++i) {
    layers.push_back({specs_[i], mean(sums_[2 * i]), mean(sums_[2 * i + 1])});
  }
  return nn::Network(std::move(layers));
}

}  // namespace poseaae::diffusion
