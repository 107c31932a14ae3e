#pragma once

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/nn/activations.hpp"

namespace poseaae::latent::keys {

/// A model's decoder for the K points of a path, forward and back, with the map of its latents
/// where it has one. T is float or double. Refers to the model.
template <typename T>
class Decoder {
 public:
  Decoder(const codec::PoseAutoencoder& model, Eigen::Index points);

  /// (K, Z) -> (K, F).
  [[nodiscard]] BatchOf<T> forward(const BatchOf<double>& latents);
  /// The gradient by the features of the last forward(), (K, F), to that by its latents, (K, Z).
  [[nodiscard]] BatchOf<double> backward(const BatchOf<T>& by_features);

 private:
  [[nodiscard]] BatchOf<T> decoded(const BatchOf<double>& encodings);
  [[nodiscard]] BatchOf<double> by_encodings(const BatchOf<T>& by_features);

  const codec::FlowMap* space_;  ///< null: latents are the decoder's
  BatchOf<double> encodings_;    ///< (K, Z) of the last forward(), where there is a map
  Eigen::Index points_;
  nn::Parameters<T> parameters_;
  nn::Activations<T> activations_;
  kernels::Buffer<T> input_;
};

extern template class Decoder<float>;
extern template class Decoder<double>;

}  // namespace poseaae::latent::keys
