#pragma once

#include "poseaae/kernels/table.hpp"
#include "simd.hpp"

/// Logits and Adam.
namespace poseaae::kernels {
namespace {

template <typename T>
double softplus(T sign, std::size_t lanes, T scale, const T* x, T* dx) {
  double total = 0.0;
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    const Vec<T> signed_x = sign * load<T>(x + first);
    const Bits<T> mask = lane_mask<T>(first, lanes);
    const Sigmoid<T> s = sigmoid<T>(signed_x);
    const Vec<T> value = at_least<T>(signed_x, T(0)) + log1p_of_unit<T>(s.tail);
    total += static_cast<double>(sum<T>(mask ? value : Vec<T>{}));
    store<T>(dx + first, mask ? (scale * sign) * s.value : Vec<T>{});
  }
  return total;
}

template <typename T>
double sigmoid_sum(std::size_t lanes, const T* x) {
  double total = 0.0;
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    const Vec<T> value = sigmoid<T>(load<T>(x + first)).value;
    total += static_cast<double>(sum<T>(lane_mask<T>(first, lanes) ? value : Vec<T>{}));
  }
  return total;
}

/// Whole vectors, then what is left one number at a time in a vector of its own.
template <typename T, typename Use>
POSEAAE_INLINE void in_vectors(std::size_t count, Use use) {
  std::size_t i = 0;
  for (; i + kWidth<T> <= count; i += kWidth<T>) use(i, kWidth<T>);
  if (i < count) use(i, count - i);
}
template <typename T>
POSEAAE_INLINE Vec<T> load_some(const T* p, std::size_t count) {
  if (count == kWidth<T>) return load<T>(p);
  Vec<T> v{};
  for (std::size_t i = 0; i < count; ++i) v[i] = p[i];
  return v;
}
template <typename T>
POSEAAE_INLINE void store_some(T* p, Vec<T> v, std::size_t count) {
  if (count == kWidth<T>) return store<T>(p, v);
  for (std::size_t i = 0; i < count; ++i) p[i] = v[i];
}

template <typename T>
POSEAAE_INLINE Vec<T> summed(const T* gradients, std::size_t parts, std::size_t part_stride,
                             std::size_t i, std::size_t count) {
  Vec<T> g = load_some<T>(gradients + i, count);
  for (std::size_t part = 1; part < parts; ++part) {
    g += load_some<T>(gradients + part * part_stride + i, count);
  }
  return g;
}

template <typename T>
void adam(const AdamRates<T>& rates, std::size_t count, const T* gradients, std::size_t parts,
          std::size_t part_stride, T* parameters, T* first_moments, T* second_moments) {
  in_vectors<T>(count, [&](std::size_t i, std::size_t n) POSEAAE_LAMBDA_INLINE {
    const Vec<T> g = rates.gradient_scale * summed<T>(gradients, parts, part_stride, i, n);
    const Vec<T> m = rates.beta1 * load_some<T>(first_moments + i, n) + rates.rest1 * g;
    const Vec<T> v = rates.beta2 * load_some<T>(second_moments + i, n) + rates.rest2 * g * g;
    const Vec<T> step =
        m * quick_inverse<T>(quick_root<T>(v) * rates.root_correction + rates.epsilon);
    store_some<T>(first_moments + i, m, n);
    store_some<T>(second_moments + i, v, n);
    store_some<T>(parameters + i, load_some<T>(parameters + i, n) - rates.rate * step, n);
  });
}

template <typename T>
double squared_norm(std::size_t count, const T* gradients, std::size_t parts,
                    std::size_t part_stride) {
  double total = 0.0;
  // in pieces, so that float sums do not lose what is small
  constexpr std::size_t kPiece = 64 * kWidth<T>;
  for (std::size_t start = 0; start < count; start += kPiece) {
    Vec<T> squares{};
    in_vectors<T>(count - start < kPiece ? count - start : kPiece,
                  [&](std::size_t i, std::size_t n) POSEAAE_LAMBDA_INLINE {
                    const Vec<T> g = summed<T>(gradients, parts, part_stride, start + i, n);
                    squares += g * g;
                  });
    total += static_cast<double>(sum<T>(squares));
  }
  return total;
}

}  // namespace
}  // namespace poseaae::kernels
