#pragma once

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/nn/script.hpp"

namespace poseaae::exchange {

/// A model as a module of TorchScript, in single precision. Its methods, for N rows:
///   encode_rows (N, P) -> (N, Z), decode_rows (N, Z) -> (N, P): as PoseAutoencoder has them;
///   positions (N, P) -> (N, J, 3), of windows (N, W, J, 3): where the joints are in each frame,
///     metres, the root at the origin;
///   points (N, Z) -> (N, Z): points of N(0, I) to latents by the flow, where the model has one;
/// and for nn~ in Max and Pd encode, decode and forward, from (B, channels, T) to the same, in
/// which the attribute `spread` (1) multiplies the distance of latents from their mean.
/// @throws Error for a layer that the text has no words for
[[nodiscard]] nn::Script script_of(const codec::PoseAutoencoder& model);

}  // namespace poseaae::exchange
