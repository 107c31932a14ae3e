#pragma once

#include "activations.hpp"
#include "extent.hpp"
#include "parameters.hpp"

namespace poseaae::training::fused {

/// The discriminator: a network trained to distinguish samples of the prior (label 1) from
/// encodings (label 0). The encoder is trained against it.
template <typename T>
class Discriminator {
 public:
  Discriminator(const EngineSetup& setup, const kernels::Table<T>& kernels);

  void reserve(std::size_t panels, std::size_t threads) { activations_.reserve(panels, threads); }

  /// Runs forward and backward on both, `real` and `fake` from the piece's first panel on: adds to
  /// the gradients of the parameters and returns the sum of the cross entropies.
  double accumulate_gradients(const Extent& batch, const Piece& piece, int thread, const T* real,
                              const T* fake);
  /// The sum over the piece of the encoder's loss; `gradient`, unless null, receives `factor` times
  /// its gradient with respect to the encodings. The tutorial's form has none.
  double encoder_loss(const Extent& batch, const Piece& piece, int thread, const T* fake, T factor,
                      T* gradient);

  [[nodiscard]] Parameters<T>& parameters() { return parameters_; }
  [[nodiscard]] const Parameters<T>& parameters() const { return parameters_; }

 private:
  double cross_entropy(const Extent& batch, const Piece& piece, int thread, const T* input,
                       double label, bool add);

  const kernels::Table<T>& kernels_;
  bool tutorial_;
  double real_label_;
  Parameters<T> parameters_;
  Activations<T> activations_;
};

extern template class Discriminator<float>;
extern template class Discriminator<double>;

}  // namespace poseaae::training::fused
