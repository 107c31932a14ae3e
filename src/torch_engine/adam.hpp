#pragma once

#include <torch/types.h>

#include <vector>

#include "poseaae/nn/optimiser.hpp"

namespace poseaae::torch_engine {

/// Adam (Kingma and Ba 2015, algorithm 1):
/// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2,
/// x -= lr / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + eps).
/// Its state consists of tensors, so that a saved run continues bit for bit.
class Adam {
 public:
  /// Weight and bias of each layer in turn.
  Adam(std::vector<torch::Tensor> parameters, const nn::OptimiserOptions& options);

  void set_learning_rate(double rate) { learning_rate_ = rate; }
  /// `gradients` in the order of the parameters; scaled first when their norm exceeds clip_norm.
  void step(std::vector<torch::Tensor> gradients);
  [[nodiscard]] const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  [[nodiscard]] std::int64_t steps() const noexcept { return steps_; }

  [[nodiscard]] nn::OptimiserState state() const;
  /// @throws ModelError for a state of other layers
  void set_state(const nn::OptimiserState& state);

 private:
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> first_moments_;
  std::vector<torch::Tensor> second_moments_;
  nn::OptimiserOptions options_;
  double learning_rate_ = 1e-3;
  std::int64_t steps_ = 0;
};

}  // namespace poseaae::torch_engine
