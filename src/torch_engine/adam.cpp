#include "adam.hpp"

#include <torch/utils.h>

#include <cmath>

#include "tensor_io.hpp"

namespace poseaae::torch_engine {

namespace {

std::vector<nn::Array> arrays_of(const std::vector<torch::Tensor>& tensors) {
  std::vector<nn::Array> arrays;
  for (const auto& tensor : tensors) {
    arrays.push_back({{tensor.sizes().begin(), tensor.sizes().end()}, to_vector(tensor)});
  }
  return arrays;
}

void fill(std::vector<torch::Tensor>& tensors, const std::vector<nn::Array>& arrays) {
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    tensors[i].copy_(to_tensor(arrays[i].values, tensors[i].sizes().vec()));
  }
}

void clip(std::vector<torch::Tensor>& gradients, double limit) {
  std::vector<torch::Tensor> squares;
  for (const auto& gradient : gradients) squares.push_back(gradient.square().sum());
  const double norm = std::sqrt(torch::stack(squares).sum().item<double>());
  if (norm > limit) {
    for (auto& gradient : gradients) gradient.mul_(limit / norm);
  }
}

}  // namespace

Adam::Adam(std::vector<torch::Tensor> parameters, const nn::OptimiserOptions& options)
    : parameters_(std::move(parameters)), options_(options) {
  for (const auto& parameter : parameters_) {
    first_moments_.push_back(torch::zeros_like(parameter.detach()));
    second_moments_.push_back(torch::zeros_like(parameter.detach()));
  }
}

void Adam::step(std::vector<torch::Tensor> gradients) {
  const torch::NoGradGuard no_gradients;
  if (options_.clip_norm > 0.0) clip(gradients, options_.clip_norm);
  ++steps_;
  const auto t = static_cast<double>(steps_);
  const double rate = learning_rate_ / (1.0 - std::pow(options_.beta1, t));
  const double root_correction = std::sqrt(1.0 - std::pow(options_.beta2, t));
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    auto& m = first_moments_[i];
    auto& v = second_moments_[i];
    const auto& g = gradients[i];
    m.mul_(options_.beta1).add_(g, 1.0 - options_.beta1);
    v.mul_(options_.beta2).addcmul_(g, g, 1.0 - options_.beta2);
    const auto denominator = (v.sqrt() / root_correction).add_(options_.epsilon);
    parameters_[i].addcdiv_(m, denominator, -rate);
  }
}

nn::OptimiserState Adam::state() const {
  return {steps_, arrays_of(parameters_), arrays_of(first_moments_), arrays_of(second_moments_)};
}

void Adam::set_state(const nn::OptimiserState& state) {
  const torch::NoGradGuard no_gradients;
  state.require(arrays_of(first_moments_));
  fill(parameters_, state.parameters);
  fill(first_moments_, state.first_moments);
  fill(second_moments_, state.second_moments);
  steps_ = state.steps;
}

}  // namespace poseaae::torch_engine
