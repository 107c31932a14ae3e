#pragma once

#include <vector>

#include "poseaae/nn/network.hpp"

namespace poseaae::diffusion {

/// The exponential moving average of a network's weights,
///   m_n = d m_{n-1} + (1 - d) w_n, m_0 = 0, read as m_n / (1 - d^n),
/// the weighted mean of all weights so far, without a bias towards the start (Kingma and Ba 2015,
/// section 3). Sampling uses the average, which fluctuates less than the weights during training.
class WeightAverage {
 public:
  /// @throws UsageError unless 0 <= decay < 1
  explicit WeightAverage(double decay);

  /// @throws UsageError when the network has another shape than the one before
  void update(const nn::Network& network);
  /// @throws UsageError before the first update
  [[nodiscard]] nn::Network network() const;

 private:
  double decay_;
  double weight_ = 0.0;       ///< 1 - d^n
  nn::Network first_;         ///< whose shape all others have
  std::vector<double> sums_;  ///< of all parameters, one after the other
};

}  // namespace poseaae::diffusion
