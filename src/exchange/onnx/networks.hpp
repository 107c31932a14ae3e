#pragma once

#include "graph.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::exchange::onnx {

/// (N, inputs) -> (N, outputs): Network::forward(). @throws Error for kinds of layers that these
/// operations cannot express
Value applied(Graph& graph, const nn::Network& network, const Value& x);

}  // namespace poseaae::exchange::onnx
