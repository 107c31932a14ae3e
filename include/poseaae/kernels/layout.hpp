#pragma once

#include <cstddef>

/// How numbers lie in memory for the kernels.
///
/// A **panel** holds kLanes samples side by side: F rows (features) of kLanes numbers, so that one
/// instruction works on one feature of many samples and nothing is ever shuffled. A batch of B
/// samples is ceil(B / kLanes) panels one after the other; lanes without a sample repeat the last.
///
/// **Blocked weights** of a dense layer (O outputs, I inputs) are ceil(O / kLanes) blocks of I rows
/// of kLanes outputs; the outputs beyond O are zero and stay zero. The forward pass, the gradient
/// of the inputs and the gradient of the weights all walk this one form in order.
namespace poseaae::kernels {

/// One AVX-512 register of floats.
inline constexpr std::size_t kLanes = 16;

[[nodiscard]] constexpr std::size_t blocks_of(std::size_t count) {
  return (count + kLanes - 1) / kLanes;
}
/// `count` rounded up to whole blocks.
[[nodiscard]] constexpr std::size_t padded(std::size_t count) { return blocks_of(count) * kLanes; }

/// Numbers in the blocked weights of a layer.
[[nodiscard]] constexpr std::size_t blocked_size(std::size_t inputs, std::size_t outputs) {
  return padded(outputs) * inputs;
}
/// Place of weight (output, input) in the blocked form.
[[nodiscard]] constexpr std::size_t blocked_index(std::size_t inputs, std::size_t output,
                                                  std::size_t input) {
  return ((output / kLanes) * inputs + input) * kLanes + output % kLanes;
}

}  // namespace poseaae::kernels
