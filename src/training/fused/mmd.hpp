#pragma once

#include "extent.hpp"
#include "poseaae/kernels/table.hpp"

namespace poseaae::training::fused {

/// The maximum mean discrepancy between a batch of encodings z and as many samples y of the prior,
/// sum_{i != j} (k(z_i, z_j) + k(y_i, y_j)) / (B (B - 1)) - 2 sum_{i, j} k(z_i, y_j) / B^2, with
/// the kernel of Table::multiquadratic. Unbiased, so that it may be below zero (Gretton et al.
/// 2012, "A Kernel Two-Sample Test", equation 3). 0 for a single sample.
template <typename T>
class Mmd {
 public:
  Mmd(const kernels::Table<T>& kernels, std::size_t features)
      : kernels_(kernels), features_(features) {}

  /// The part of the samples in panels [first, end); `factor` times the gradient of the total is
  /// added to `gradient`, unless that is null; it begins at panel `first`. The parts add up to the
  /// total.
  double part(const Extent& batch, const Piece& piece, const T* z, const T* y, double factor,
              T* gradient) const {
    if (batch.samples < 2) return 0.0;
    const auto count = static_cast<double>(batch.samples);
    const double own = 1.0 / (count * (count - 1.0));
    const double other = 2.0 / (count * count);
    const std::size_t size = features_ * kernels::kLanes;
    double sum = 0.0;
    for (std::size_t p = piece.first; p < piece.end(); ++p) {
      const std::size_t lanes = batch.lanes(p);
      T* const slope = gradient == nullptr ? nullptr : gradient + (p - piece.first) * size;
      const auto pairs = [&](const T* a, const T* b, double weight, T* by_a) {
        return kernels_.multiquadratic(features_, lanes, a + p * size, batch.samples, b,
                                       static_cast<T>(weight), by_a);
      };
      // k(x, x) = 1 has no slope; a pair stands in the sum twice
      const auto selves = static_cast<double>(lanes);
      sum += own * (pairs(z, z, 2.0 * factor * own, slope) - selves);
      sum += own * (pairs(y, y, 0.0, nullptr) - selves);
      sum -= other * pairs(z, y, -factor * other, slope);
    }
    return sum;
  }

 private:
  const kernels::Table<T>& kernels_;
  std::size_t features_;
};

}  // namespace poseaae::training::fused
