#pragma once

#include <cstddef>

/// Memory layout of the kernels' data.
///
/// A **panel** holds kLanes samples side by side: F rows (features) of kLanes numbers, so that one
/// instruction works on one feature of many samples and no data is shuffled. A batch of B samples
/// is a sequence of ceil(B / kLanes) panels; lanes without a sample repeat the last one.
///
/// **Blocked weights** of a dense layer (O outputs, I inputs) are ceil(O / kLanes) blocks of I rows
/// of kLanes outputs; the outputs beyond O are zero and stay zero. The forward pass, the gradient
/// of the inputs and the gradient of the weights all traverse this layout sequentially.
namespace poseaae::kernels {

/// One AVX-512 register of floats.
inline constexpr std::size_t kLanes = 16;

[[nodiscard]] constexpr std::size_t blocks_of(std::size_t count) {
  return (count + kLanes - 1) / kLanes;
}
/// `count` rounded up to whole blocks.
[[nodiscard]] constexpr std::size_t padded(std::size_t count) { return blocks_of(count) * kLanes; }

/// Size of the blocked weights of a layer.
[[nodiscard]] constexpr std::size_t blocked_size(std::size_t inputs, std::size_t outputs) {
  return padded(outputs) * inputs;
}
/// Index of weight (output, input) in the blocked layout.
[[nodiscard]] constexpr std::size_t blocked_index(std::size_t inputs, std::size_t output,
                                                  std::size_t input) {
  return ((output / kLanes) * inputs + input) * kLanes + output % kLanes;
}

}  // namespace poseaae::kernels
