#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/nn/activations.hpp"

namespace poseaae::latent::keys {

/// A model's decoder for the K points of a path, forward and back. T is float or double.
template <typename T>
class Decoder {
 public:
  Decoder(const nn::Network& network, Eigen::Index points);

  /// (K, Z) -> (K, F).
  [[nodiscard]] BatchOf<T> forward(const BatchOf<double>& latents);
  /// The gradient by the features of the last forward(), (K, F), to that by its latents, (K, Z).
  [[nodiscard]] BatchOf<double> backward(const BatchOf<T>& by_features);

 private:
  Eigen::Index points_;
  nn::Parameters<T> parameters_;
  nn::Activations<T> activations_;
  kernels::Buffer<T> input_;
};

extern template class Decoder<float>;
extern template class Decoder<double>;

}  // namespace poseaae::latent::keys
