#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/nn/network.hpp"

namespace poseaae::nn {

/// Adam (Kingma and Ba 2015); everything else as PyTorch's defaults.
struct OptimiserOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double clip_norm = 0.0;  ///< when > 0: largest L2 norm of the gradients of a pair of networks
};

/// What Adam's next step depends on: the layers that it trains, and its moments in the same form.
struct OptimiserState {
  std::int64_t steps = 0;
  std::vector<Layer> parameters;
  std::vector<Layer> first_moments;
  std::vector<Layer> second_moments;

  /// @throws ModelError unless there are as many layers of the same sizes as in `expected`
  void require(const std::vector<LayerSpec>& expected) const;
};

}  // namespace poseaae::nn
