#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <utility>

namespace poseaae {

/// Seeded random numbers that are the same on every machine, and whose state can be saved.
///
/// The bits come from std::mt19937_64, which the standard specifies exactly. The distributions are
/// implemented here, since those of <random> differ between standard libraries.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// Uniform in [0, 1), 53 random bits.
  [[nodiscard]] double uniform();
  [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform in {0, ..., count - 1}; count > 0. Unbiased (rejection).
  [[nodiscard]] std::uint64_t below(std::uint64_t count);
  /// N(0, 1), Box and Muller 1958, one of each pair per call, so that the state is that of the
  /// engine.
  [[nodiscard]] double normal();
  void fill_normal(std::span<float> out);

  /// Fisher-Yates.
  template <typename T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

  /// The engine's state as text; load() continues the stream exactly. @throws ModelError when it is
  /// no such text
  [[nodiscard]] std::string save() const;
  void load(const std::string& state);

 private:
  std::mt19937_64 engine_;
};

}  // namespace poseaae
