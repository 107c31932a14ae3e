#pragma once

#include <memory>

#include "poseaae/math/batch.hpp"
#include "poseaae/nn/network.hpp"
#include "poseaae/nn/optimiser.hpp"

namespace poseaae::nn {

/// A network f learns to correct what another one, g, is given: g stays as it is, such as a trained
/// decoder. f corrects n inputs of g at once, that of sample b being z_b = e_b + f(x_b), n rows of
/// g one after the other. A third network h, which stays as it is too, says what of their n outputs
/// is compared:
///   L = 1/B sum_b |h(g(z_b1), ..., g(z_bn)) - y_b|,
/// the mean distance. f is trained by Adam with inverted dropout in its hidden layers.
///
/// Results do not depend on the number of threads. T is float, or double for gradient checks.
template <typename T>
class Corrector {
 public:
  using Rows = BatchOf<T>;
  /// One sample per row: x (B, I), e (B, n Z) and y (B, O).
  struct Samples {
    const Rows& inputs;
    const Rows& starts;
    const Rows& targets;
  };

  /// `threads`: 0 all cores.
  /// @throws UsageError unless f has n times g's inputs as outputs and h n times g's outputs as
  /// inputs, and 0 <= dropout < 1
  Corrector(const Network& correction, const Network& behind, const Network& compared,
            double dropout = 0.0, int threads = 0);
  Corrector(Corrector&&) noexcept;
  Corrector& operator=(Corrector&&) noexcept;
  ~Corrector();

  void set_learning_rate(double rate);
  /// One step of Adam; returns L before it, with dropout.
  /// @throws UsageError on other sizes or an empty batch
  double step(const Samples& samples);
  /// L, without dropout or an update.
  [[nodiscard]] double loss(const Samples& samples);
  /// The gradient of that by every weight and bias of f, as a network of the same shape.
  [[nodiscard]] Network gradient(const Samples& samples);
  /// f.
  [[nodiscard]] Network network() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

extern template class Corrector<float>;
extern template class Corrector<double>;

}  // namespace poseaae::nn
