#include "networks.hpp"

#include "exchange/affine.hpp"

namespace poseaae::exchange::onnx {

namespace {

Value activated(Graph& graph, nn::Activation activation, const Value& x) {
  using nn::Activation;
  switch (activation) {
    case Activation::kLinear:
      return x;
    case Activation::kRelu:
      return graph.node("Relu", {x});
    case Activation::kLeakyRelu:
      return graph.node("LeakyRelu", {x});  // by default 0.01 x, as here
    case Activation::kElu:
      return graph.node("Elu", {x});
    case Activation::kSilu:
      return graph.multiply(x, graph.node("Sigmoid", {x}));
    case Activation::kTanh:
      return graph.node("Tanh", {x});
    case Activation::kSigmoid:
      return graph.node("Sigmoid", {x});
  }
  return x;
}

}  // namespace

Value applied(Graph& graph, const nn::Network& network, const Value& x) {
  Value value = x;
  Value skipped;
  for (std::size_t i = 0; i < network.layers().size(); ++i) {
    const Affine layer = affine(network.layers()[i]);
    if (i == network.skips_from()) skipped = value;
    if (network.skips_to(i)) value = graph.concat({value, skipped}, 1);
    value = graph.gemm(value, graph.constant("weight", {layer.outputs, layer.inputs}, layer.weight),
                       graph.constant("bias", {layer.outputs}, layer.bias));
    value = activated(graph, layer.activation, value);
  }
  return value;
}

}  // namespace poseaae::exchange::onnx
