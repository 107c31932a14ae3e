#pragma once

#include <Eigen/Core>
#include <memory>

#include "poseaae/math/batch.hpp"
#include "poseaae/nn/network.hpp"
#include "poseaae/nn/optimiser.hpp"

namespace poseaae::nn {

/// Least-squares regression by a network f from inputs x to targets y,
///   L = 1 / (B O) sum_b |f(x_b) - y_b|^2,
/// with the layers and the Adam of the fused engine: for models trained on encodings.
///
/// A batch is always divided in the same way, and the gradients of the parts are summed in a fixed
/// order, so that results do not depend on the number of threads. T is float, or double for
/// gradient checks.
template <typename T>
class Regressor {
 public:
  /// (B, I) inputs, (B, O) targets, one sample per row.
  using Rows = BatchOf<T>;

  /// `threads`: 0 all cores. @throws UsageError when negative
  Regressor(const Network& initial, const OptimiserOptions& optimiser, int threads = 0);
  Regressor(Regressor&&) noexcept;
  Regressor& operator=(Regressor&&) noexcept;
  ~Regressor();

  void set_learning_rate(double rate);
  /// One step of Adam; returns L before it. @throws UsageError on other sizes or an empty batch
  double step(const Rows& inputs, const Rows& targets);
  /// L, without an update.
  [[nodiscard]] double loss(const Rows& inputs, const Rows& targets);
  /// The gradient of L with respect to every weight and bias, as a network of the same shape.
  [[nodiscard]] Network gradient(const Rows& inputs, const Rows& targets);
  [[nodiscard]] Network network() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

extern template class Regressor<float>;
extern template class Regressor<double>;

}  // namespace poseaae::nn
