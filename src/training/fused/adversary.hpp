#pragma once

#include "extent.hpp"
#include "parameters.hpp"
#include "passes.hpp"

namespace poseaae::training::fused {

/// The discriminator: it learns to tell samples of the prior (label 1) from encodings (label 0),
/// and what it says of the encodings is a loss of the encoder.
template <typename T>
class Adversary {
 public:
  Adversary(const EngineSetup& setup, const kernels::Table<T>& kernels);

  void reserve(std::size_t panels, std::size_t threads) { tell_.reserve(panels, threads); }

  /// Forward and backward on both, `real` and `fake` from the piece's first panel on: gradients
  /// into the parameters, the sum of the cross entropies returned.
  double learn(const Extent& batch, const Piece& piece, int thread, const T* real, const T* fake);
  /// The sum over the piece of the encoder's loss; `gradient`, unless null, receives `factor` times
  /// its gradient by the encodings. In the tutorial's form there is none.
  double judge(const Extent& batch, const Piece& piece, int thread, const T* fake, T factor,
               T* gradient);

  [[nodiscard]] Parameters<T>& parameters() { return parameters_; }
  [[nodiscard]] const Parameters<T>& parameters() const { return parameters_; }

 private:
  double told_apart(const Extent& batch, const Piece& piece, int thread, const T* input,
                    double label, bool add);

  const kernels::Table<T>& kernels_;
  bool tutorial_;
  double real_label_;
  Parameters<T> parameters_;
  Passes<T> tell_;
};

extern template class Adversary<float>;
extern template class Adversary<double>;

}  // namespace poseaae::training::fused
