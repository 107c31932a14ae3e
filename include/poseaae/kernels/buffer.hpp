#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <vector>

#include "poseaae/kernels/layout.hpp"

/// Memory for the kernels, and conversion to their layout of weights.
namespace poseaae::kernels {

/// Allocates memory that is aligned to cache lines, so that no vector crosses one.
template <typename T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlignment{64};

  AlignedAllocator() = default;
  template <typename U>
  explicit AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new(count * sizeof(T), kAlignment));
  }
  void deallocate(T* memory, std::size_t) { ::operator delete(memory, kAlignment); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

/// An array that is aligned to cache lines.
template <typename T>
using Buffer = std::vector<T, AlignedAllocator<T>>;

/// Row-major weights (outputs, inputs) into blocks, and back.
template <typename From, typename T>
void pack_weights(std::size_t inputs, std::size_t outputs, const From* weights, T* blocked) {
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t i = 0; i < inputs; ++i) {
      blocked[blocked_index(inputs, o, i)] = static_cast<T>(weights[o * inputs + i]);
    }
  }
}
template <typename T, typename To>
void unpack_weights(std::size_t inputs, std::size_t outputs, const T* blocked, To* weights) {
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t i = 0; i < inputs; ++i) {
      weights[o * inputs + i] = static_cast<To>(blocked[blocked_index(inputs, o, i)]);
    }
  }
}

/// Panels of `first` rows and of `second` rows as panels of first + second rows, and back.
template <typename T>
void join_panels(std::size_t panels, std::size_t first, const T* a, std::size_t second, const T* b,
                 T* joined) {
  for (std::size_t p = 0; p < panels; ++p) {
    joined = std::copy_n(a + p * first * kLanes, first * kLanes, joined);
    joined = std::copy_n(b + p * second * kLanes, second * kLanes, joined);
  }
}
/// `b` may be null if it is not needed.
template <typename T>
void part_panels(std::size_t panels, const T* joined, std::size_t first, T* a, std::size_t second,
                 T* b) {
  for (std::size_t p = 0; p < panels; ++p, joined += (first + second) * kLanes) {
    std::copy_n(joined, first * kLanes, a + p * first * kLanes);
    if (b != nullptr)
      std::copy_n(joined + first * kLanes, second * kLanes, b + p * second * kLanes);
  }
}

}  // namespace poseaae::kernels
