#include "diffusion/ema.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {

WeightAverage::WeightAverage(double decay) : decay_(decay) {
  if (!(decay >= 0.0 && decay < 1.0)) {
    throw UsageError(
        fmt::format("average of weights: expected a decay from 0 to below 1, found {}", decay));
  }
}

void WeightAverage::update(const nn::Network& network) {
  if (sums_.empty()) {
    first_ = network;
    sums_.assign(network.parameter_count(), 0.0);
  } else if (first_.spec() != network.spec()) {
    throw UsageError("average of weights: expected networks of the same shape");
  }
  auto sum = sums_.begin();
  for (const auto& layer : network.layers()) {
    for (const auto& array : layer.arrays) {
      for (const float value : array) {
        *sum = decay_ * *sum + (1.0 - decay_) * value;
        ++sum;
      }
    }
  }
  weight_ = decay_ * weight_ + (1.0 - decay_);
}

nn::Network WeightAverage::network() const {
  if (sums_.empty()) throw UsageError("average of weights: expected at least one network");
  auto layers = first_.layers();
  auto sum = sums_.begin();
  for (auto& layer : layers) {
    for (auto& array : layer.arrays) {
      for (float& value : array) value = static_cast<float>(*sum++ / weight_);
    }
  }
  return nn::Network(std::move(layers), first_.skip());
}

}  // namespace poseaae::diffusion
