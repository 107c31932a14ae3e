#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace poseaae {

/// Four words of random bits from a counter and a key: Philox 4x32-10 (Salmon et al. 2011,
/// "Parallel Random Numbers: As Easy as 1, 2, 3", section 3.3).
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                                            std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t kMultipliers[] = {0xD2511F53U, 0xCD9E8D57U};
  constexpr std::uint32_t kWeyl[] = {0x9E3779B9U, 0xBB67AE85U};
  constexpr int kRounds = 10;
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t a = kMultipliers[0] * counter[0];
    const std::uint64_t b = kMultipliers[1] * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32U) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32U) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key = {key[0] + kWeyl[0], key[1] + kWeyl[1]};
  }
  return counter;
}

/// Random numbers by their place: each follows from seed, step, stream, row and column alone, so
/// that threads, engines and devices make the same ones, in any order. Steps count modulo 2^32.
class Noise {
 public:
  /// Numbers of one row that are made together.
  static constexpr std::uint32_t kBlock = 4;

  Noise(std::uint64_t seed, std::int64_t step, std::uint32_t stream)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)},
        step_(static_cast<std::uint32_t>(step)),
        stream_(stream) {}

  /// N(0, 1) in columns 4 block to 4 block + 3 of a row, kBlock being 4: Box and Muller 1958, of
  /// uniform numbers (word + 1/2) 2^-32, so that none is beyond 6.8.
  [[nodiscard]] std::array<float, kBlock> normal(std::uint32_t row, std::uint32_t block) const;
  /// The same in the first columns of a row.
  void fill_normal(std::uint32_t row, std::span<float> columns) const;
  /// Uniform in (0, 1), in the first column of a row.
  [[nodiscard]] double uniform(std::uint32_t row) const { return uniform_of(words(row, 0)[0]); }

 private:
  [[nodiscard]] std::array<std::uint32_t, 4> words(std::uint32_t row, std::uint32_t block) const {
    return philox({block, row, step_, stream_}, key_);
  }
  [[nodiscard]] static double uniform_of(std::uint32_t word) { return (word + 0.5) * 0x1.0p-32; }

  std::array<std::uint32_t, 2> key_;
  std::uint32_t step_;
  std::uint32_t stream_;
};

}  // namespace poseaae
