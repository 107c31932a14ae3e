#pragma once

#include "poseaae/kernels/layout.hpp"
#include "simd.hpp"

/// Between rows of samples and panels: transposes of blocks (see layout.hpp).
namespace poseaae::kernels {
namespace {

/// One step of the recursive transpose: swaps the off-diagonal halves of every 2s x 2s block.
template <typename T, int kStep, int... kIndex>
POSEAAE_INLINE void exchange(Vec<T>& a, Vec<T>& b, std::integer_sequence<int, kIndex...>) {
  constexpr int kW = static_cast<int>(kWidth<T>);
  const Vec<T> low =
      __builtin_shufflevector(a, b, ((kIndex & kStep) == 0 ? kIndex : kIndex - kStep + kW)...);
  b = __builtin_shufflevector(a, b, ((kIndex & kStep) == 0 ? kIndex + kStep : kIndex + kW)...);
  a = low;
}

template <typename T, int kStep>
POSEAAE_INLINE void exchange_all(Vec<T> (&rows)[kWidth<T>]) {
  if constexpr (kStep < static_cast<int>(kWidth<T>)) {
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kWidth<T>; ++i) {
      if ((i & kStep) == 0) {
        exchange<T, kStep>(rows[i], rows[i + kStep],
                           std::make_integer_sequence<int, static_cast<int>(kWidth<T>)>{});
      }
    }
    exchange_all<T, 2 * kStep>(rows);
  }
}

/// out[c][r] = row(r)[c] for kLanes x kLanes numbers, where row(r) is null for a row of zeros.
template <typename T, typename Row>
POSEAAE_INLINE void transpose_block(Row row, T* out, std::size_t out_stride) {
  constexpr std::size_t kW = kWidth<T>;
  for (std::size_t r0 = 0; r0 < kLanes; r0 += kW) {
    for (std::size_t c0 = 0; c0 < kLanes; c0 += kW) {
      Vec<T> rows[kW];
#pragma GCC unroll 16
      for (std::size_t r = 0; r < kW; ++r) {
        const T* p = row(r0 + r);
        rows[r] = p == nullptr ? Vec<T>{} : load<T>(p + c0);
      }
      exchange_all<T, 1>(rows);
#pragma GCC unroll 16
      for (std::size_t c = 0; c < kW; ++c) store<T>(out + (c0 + c) * out_stride + r0, rows[c]);
    }
  }
}

/// block(f) for blocks of kLanes features that cover all, the last moved back so as not to stand
/// out; or single(f) for each when there are fewer.
template <typename Block, typename Single>
POSEAAE_INLINE void cover_features(std::size_t features, Block block, Single single) {
  if (features < kLanes) {
    for (std::size_t f = 0; f < features; ++f) single(f);
    return;
  }
  std::size_t f = 0;
  for (; f + kLanes <= features; f += kLanes) block(f);
  if (f < features) block(features - kLanes);
}

template <typename T>
void to_panels(const T* rows, const int* which, std::size_t stride, std::size_t count,
               std::size_t features, T* panels) {
  for (std::size_t first = 0; first < count; first += kLanes) {
    const T* samples[kLanes];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const std::size_t i = first + lane < count ? first + lane : count - 1;
      samples[lane] = rows + stride * (which == nullptr ? i : static_cast<std::size_t>(which[i]));
    }
    const auto sample = [&](std::size_t lane) { return samples[lane]; };
    cover_features(
        features,
        [&](std::size_t f) {
          transpose_block<T>([&](std::size_t lane) { return sample(lane) + f; },
                             panels + f * kLanes, kLanes);
        },
        [&](std::size_t f) {
          for (std::size_t lane = 0; lane < kLanes; ++lane) {
            panels[f * kLanes + lane] = sample(lane)[f];
          }
        });
    panels += features * kLanes;
  }
}

template <typename T>
void from_panels(const T* panels, std::size_t count, std::size_t features, T* rows,
                 std::size_t stride) {
  for (std::size_t first = 0; first < count; first += kLanes) {
    const std::size_t lanes = count - first < kLanes ? count - first : kLanes;
    T* const target = rows + first * stride;
    const auto single = [&](std::size_t f) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        target[lane * stride + f] = panels[f * kLanes + lane];
      }
    };
    if (lanes == kLanes) {
      cover_features(
          features,
          [&](std::size_t f) {
            transpose_block<T>([&](std::size_t r) { return panels + (f + r) * kLanes; }, target + f,
                               stride);
          },
          single);
    } else {
      for (std::size_t f = 0; f < features; ++f) single(f);
    }
    panels += features * kLanes;
  }
}

}  // namespace
}  // namespace poseaae::kernels
