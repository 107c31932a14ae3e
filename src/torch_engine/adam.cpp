#include "adam.hpp"

#include <fmt/format.h>
#include <torch/utils.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "tensor_io.hpp"

namespace poseaae::torch_engine {

namespace {

h5::Shape shape_of(const torch::Tensor& tensor) {
  return {tensor.sizes().begin(), tensor.sizes().end()};
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

Adam::Adam(std::vector<torch::Tensor> parameters, const training::OptimiserOptions& options)
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

void Adam::save(h5::Group group) const {
  group.set_attribute("steps", steps_);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const auto shape = shape_of(parameters_[i]);
    group.write<float>(fmt::format("parameters/{}", i), to_vector(parameters_[i]), shape);
    group.write<float>(fmt::format("first_moments/{}", i), to_vector(first_moments_[i]), shape);
    group.write<float>(fmt::format("second_moments/{}", i), to_vector(second_moments_[i]), shape);
  }
}

void Adam::load(const h5::Group& group) {
  const torch::NoGradGuard no_gradients;
  const auto read_into = [&](const std::string& path, torch::Tensor& tensor) {
    const auto values = group.read<float>(path, shape_of(tensor));
    tensor.copy_(to_tensor(values, tensor.sizes().vec()));
  };
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    read_into(fmt::format("parameters/{}", i), parameters_[i]);
    read_into(fmt::format("first_moments/{}", i), first_moments_[i]);
    read_into(fmt::format("second_moments/{}", i), second_moments_[i]);
  }
  if (group.has(fmt::format("parameters/{}", parameters_.size()))) {
    throw ModelError(
        "the saved state has more layers than this model; resume with the configuration of the "
        "saved run");
  }
  steps_ = static_cast<std::int64_t>(group.number_attribute("steps"));
}

}  // namespace poseaae::torch_engine
