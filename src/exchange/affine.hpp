#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "poseaae/base/error.hpp"
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

}  // namespace poseaae::exchange
