#pragma once

#include <string>

#include "poseaae/nn/network.hpp"
#include "poseaae/safetensors/safetensors.hpp"

namespace poseaae::nn {

/// A network in a file: its arrays as `NAME.0.weight`, `NAME.0.bias`, `NAME.1.weight`, ..., of
/// PyTorch's shapes (a dense layer's weight is outputs x inputs), and a text NAME of JSON:
///   {"skip": "none", "layers": [{"kind": "dense", "inputs": 8, "outputs": 16, "activation":
///    "relu"}, ...]}
void add_network(safetensors::Builder& file, const std::string& name, const Network& network);
/// @throws ModelError
[[nodiscard]] Network read_network(const safetensors::View& file, const std::string& name);

}  // namespace poseaae::nn
