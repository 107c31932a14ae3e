#pragma once

#include <Eigen/Core>
#include <memory>

#include "poseaae/model/network.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// A network f that learns to give targets y from inputs x in the mean square,
///   L = 1 / (B O) sum_b |f(x_b) - y_b|^2,
/// by the fused engine's passes and Adam: for what learns beside the autoencoder, on its encodings.
///
/// A batch is always parted in the same way, and the parts' gradients are summed in one order, so
/// that the numbers do not depend on how many threads compute them. T is float or double; the
/// second is there for checks of gradients.
template <typename T>
class Regressor {
 public:
  /// (B, I) inputs, (B, O) targets, one sample a row.
  using Rows = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  /// `threads`: 0 all cores. @throws UsageError when negative
  Regressor(const model::Network& initial, const OptimiserOptions& optimiser, int threads = 0);
  Regressor(Regressor&&) noexcept;
  Regressor& operator=(Regressor&&) noexcept;
  ~Regressor();

  void set_learning_rate(double rate);
  /// One step of Adam; returns L before it. @throws UsageError on other sizes or an empty batch
  double step(const Rows& inputs, const Rows& targets);
  /// L without learning.
  [[nodiscard]] double loss(const Rows& inputs, const Rows& targets);
  /// The gradient of L by every weight and bias, as a network of the same form.
  [[nodiscard]] model::Network gradient(const Rows& inputs, const Rows& targets);
  [[nodiscard]] model::Network network() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

extern template class Regressor<float>;
extern template class Regressor<double>;

}  // namespace poseaae::training
