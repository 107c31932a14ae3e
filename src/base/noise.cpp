#include "poseaae/base/noise.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae {

std::array<float, Noise::kBlock> Noise::normal(std::uint32_t row, std::uint32_t block) const {
  const auto bits = words(row, block);
  std::array<float, kBlock> numbers;
  for (std::size_t i = 0; i < kBlock; i += 2) {
    const double radius = std::sqrt(-2.0 * std::log(uniform_of(bits[i])));
    const double angle = 2.0 * std::numbers::pi * uniform_of(bits[i + 1]);
    numbers[i] = static_cast<float>(radius * std::cos(angle));
    numbers[i + 1] = static_cast<float>(radius * std::sin(angle));
  }
  return numbers;
}

void Noise::fill_normal(std::uint32_t row, std::span<float> columns) const {
  for (std::size_t first = 0; first < columns.size(); first += kBlock) {
    const auto numbers = normal(row, static_cast<std::uint32_t>(first / kBlock));
    std::copy_n(numbers.begin(), std::min<std::size_t>(kBlock, columns.size() - first),
                columns.begin() + static_cast<std::ptrdiff_t>(first));
  }
}

}  // namespace poseaae
