#pragma once

namespace poseaae::kernels {

/// linear x; relu max(0, x); leaky_relu x or 0.01 x; elu x or e^x - 1; silu x / (1 + e^-x);
/// tanh; sigmoid 1 / (1 + e^-x). The parameters are PyTorch's defaults.
enum class Activation { kLinear, kRelu, kLeakyRelu, kElu, kSilu, kTanh, kSigmoid };

/// Whether the derivative needs the input x; for all others the output y = f(x) is enough.
[[nodiscard]] constexpr bool derivative_needs_input(Activation activation) {
  return activation == Activation::kSilu;
}

}  // namespace poseaae::kernels
