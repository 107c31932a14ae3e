#pragma once

#include <cstdint>
#include <vector>

namespace poseaae::nn {

/// Adam (Kingma and Ba 2015); everything else as PyTorch's defaults.
struct OptimiserOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double clip_norm = 0.0;  ///< when > 0: largest L2 norm of the gradients of a pair of networks
};

/// An array of parameters, or of as many other numbers.
struct Array {
  std::vector<std::size_t> sizes;
  std::vector<float> values;  ///< row-major
};

/// What Adam's next step depends on: the arrays that it trains, layer by layer (nn::arrays_of) of
/// those that learn, and its moments in the same form.
struct OptimiserState {
  std::int64_t steps = 0;
  std::vector<Array> parameters;
  std::vector<Array> first_moments;
  std::vector<Array> second_moments;

  /// @throws ModelError unless there are arrays of the same sizes as in `expected`
  void require(const std::vector<Array>& expected) const;
};

}  // namespace poseaae::nn
