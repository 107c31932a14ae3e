#pragma once

#include <cstddef>
#include <cstdint>

namespace poseaae::kernels {

/// Whether dropout keeps feature `feature` of sample `sample`: a hash of both and the key, so that
/// the same key drops the same features, whatever the threads, the engine or the order.
/// The mixing is lowbias32 (Wellons 2018, "Prospecting for Hash Functions").
[[gnu::always_inline]] constexpr bool dropout_keeps(std::uint32_t key, std::uint32_t feature,
                                                    std::uint32_t sample, std::uint32_t threshold) {
  std::uint32_t h = key + feature * 0xC2B2AE35U + sample * 0x85EBCA6BU;
  h ^= h >> 16U;
  h *= 0x7FEB352DU;
  h ^= h >> 15U;
  h *= 0x846CA68BU;
  h ^= h >> 16U;
  return h >= threshold;
}

/// Inverted dropout of a layer in a step (Srivastava et al. 2014): each feature is dropped with
/// probability `rate`; those kept are divided by 1 - rate, which leaves the expectation unchanged.
struct Dropout {
  double rate = 0.0;
  std::uint32_t key = 0;

  [[nodiscard]] constexpr std::uint32_t threshold() const {
    return static_cast<std::uint32_t>(rate * 4294967296.0);
  }
  [[nodiscard]] constexpr double scale() const { return 1.0 / (1.0 - rate); }
};

/// The key of a layer in a step; layers are numbered through encoder and decoder.
[[nodiscard]] constexpr std::uint32_t dropout_key(std::int64_t step, std::size_t layer) {
  return static_cast<std::uint32_t>(step) * 0x9E3779B9U +
         static_cast<std::uint32_t>(layer) * 0x7F4A7C15U;
}

}  // namespace poseaae::kernels
