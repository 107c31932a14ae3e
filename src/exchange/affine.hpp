#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::exchange {

/// y = activation(W x + b): what formats of other programs know of a layer.
struct Affine {
  const std::vector<float>& weight;  ///< (O, I), row-major
  const std::vector<float>& bias;    ///< (O)
  int inputs;
  int outputs;
  nn::Activation activation;
};

/// @throws Error for a kind of layer that computes something else
inline Affine affine(const nn::Layer& layer) {
  const std::string& kind = layer.spec.kind;
  if (kind != "dense" && kind != "fixed") {
    throw Error(fmt::format(
        "a layer of kind '{}': expected dense or fixed, which other programs' formats can hold; "
        "train the model with one of these",
        kind));
  }
  return {layer.array("weight"), layer.array("bias"), layer.spec.inputs, layer.spec.outputs,
          layer.spec.activation};
}

/// For formats of layers alone. @throws Error for a model whose latents are behind a map, which has
/// roots to find
inline void require_no_map(const codec::PoseAutoencoder& model) {
  if (model.space() == nullptr) return;
  throw Error(
      "the model has model.space: normal: expected one whose latents are what its networks encode, "
      "since the map between the two finds roots, for which this format has no words; write "
      "TorchScript (.ts), or train with model.space: encodings");
}

}  // namespace poseaae::exchange
