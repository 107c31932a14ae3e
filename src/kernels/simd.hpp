#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#ifdef __SSE2__
#include <immintrin.h>
#endif

/// Vectors of the level that is being compiled, and the functions of analysis on them. Written with
/// the vector types of GCC and Clang; only the square root needs the processor's own name.
///
/// Everything here has internal linkage: table.cpp is compiled once a level, and code for one
/// processor must never be taken by the linker for another's. For the same reason no function
/// template of the standard library may be called from a kernel.
namespace poseaae::kernels {
namespace {

#if defined(__AVX512F__)
constexpr std::size_t kVectorBytes = 64;
constexpr std::size_t kAccumulators = 16;  ///< of 32 registers, the rest for operands
#elif defined(__AVX__)
constexpr std::size_t kVectorBytes = 32;
constexpr std::size_t kAccumulators = 8;  ///< of 16 registers
#else
constexpr std::size_t kVectorBytes = 16;
constexpr std::size_t kAccumulators = 8;
#endif

template <typename T>
struct IntOf;
template <>
struct IntOf<float> {
  using type = std::int32_t;
};
template <>
struct IntOf<double> {
  using type = std::int64_t;
};

template <typename T>
struct Simd {
  using Int = typename IntOf<T>::type;
  typedef T Vec __attribute__((vector_size(kVectorBytes)));
  typedef Int Bits __attribute__((vector_size(kVectorBytes)));
  /// The same in memory, where nothing is aligned to more than its numbers.
  typedef T Memory __attribute__((vector_size(kVectorBytes), aligned(sizeof(T)), may_alias));
  static constexpr std::size_t kWidth = kVectorBytes / sizeof(T);
  static constexpr int kMantissa = sizeof(T) == 4 ? 23 : 52;
  static constexpr Int kBias = sizeof(T) == 4 ? 127 : 1023;
  /// 1.5 2^mantissa: added to a number, leaves it rounded in the lowest bits.
  static constexpr T kRounder = static_cast<T>(3ULL << (kMantissa - 1));
};

template <typename T>
using Vec = typename Simd<T>::Vec;
template <typename T>
using Bits = typename Simd<T>::Bits;
template <typename T>
constexpr std::size_t kWidth = Simd<T>::kWidth;

#define POSEAAE_INLINE inline __attribute__((always_inline))
#define POSEAAE_LAMBDA_INLINE __attribute__((always_inline))

template <typename T>
POSEAAE_INLINE Vec<T> load(const T* p) {
  return *reinterpret_cast<const typename Simd<T>::Memory*>(p);
}
template <typename T>
POSEAAE_INLINE void store(T* p, Vec<T> v) {
  *reinterpret_cast<typename Simd<T>::Memory*>(p) = v;
}

template <typename T, std::size_t... kIndex>
POSEAAE_INLINE Vec<T> broadcast_impl(T x, std::index_sequence<kIndex...>) {
  return Vec<T>{((void)kIndex, x)...};
}
template <typename T>
POSEAAE_INLINE Vec<T> broadcast(T x) {
  return broadcast_impl<T>(x, std::make_index_sequence<kWidth<T>>{});
}

template <typename T>
POSEAAE_INLINE T sum(Vec<T> v) {
  T total = 0;
  for (std::size_t i = 0; i < kWidth<T>; ++i) total += v[i];
  return total;
}

/// All bits set in lane i where first + i < lanes.
template <typename T>
POSEAAE_INLINE Bits<T> lane_mask(std::size_t first, std::size_t lanes) {
  Bits<T> mask{};
  for (std::size_t i = 0; i < kWidth<T>; ++i) mask[i] = first + i < lanes ? -1 : 0;
  return mask;
}

// NaN stays NaN: comparisons with it are false, and `a` is what comes back.
template <typename T>
POSEAAE_INLINE Vec<T> at_least(Vec<T> a, T low) {
  return a < low ? broadcast<T>(low) : a;
}

template <typename T>
POSEAAE_INLINE Vec<T> absolute(Vec<T> v) {
  return v < T(0) ? -v : v;
}

POSEAAE_INLINE Vec<float> square_root(Vec<float> v) {
#if defined(__AVX512F__)
  return (Vec<float>)_mm512_maskz_sqrt_ps(static_cast<__mmask16>(-1), (__m512)v);
#elif defined(__AVX__)
  return (Vec<float>)_mm256_sqrt_ps((__m256)v);
#elif defined(__SSE2__)
  return (Vec<float>)_mm_sqrt_ps((__m128)v);
#else
  for (std::size_t i = 0; i < kWidth<float>; ++i) v[i] = __builtin_sqrtf(v[i]);
  return v;
#endif
}
POSEAAE_INLINE Vec<double> square_root(Vec<double> v) {
#if defined(__AVX512F__)
  return (Vec<double>)_mm512_maskz_sqrt_pd(static_cast<__mmask8>(-1), (__m512d)v);
#elif defined(__AVX__)
  return (Vec<double>)_mm256_sqrt_pd((__m256d)v);
#elif defined(__SSE2__)
  return (Vec<double>)_mm_sqrt_pd((__m128d)v);
#else
  for (std::size_t i = 0; i < kWidth<double>; ++i) v[i] = __builtin_sqrt(v[i]);
  return v;
#endif
}

/// sqrt(v) and 1 / v for v >= 0 where the last bit does not matter (relative error below 3e-7): the
/// units that divide and take roots are the slowest of all. sqrt(0) is 0.
template <typename T>
POSEAAE_INLINE Vec<T> quick_root(Vec<T> v) {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4) {
    const Vec<T> safe = at_least<T>(v, T(1e-37));
    const auto y = (Vec<T>)_mm512_maskz_rsqrt14_ps(static_cast<__mmask16>(-1), (__m512)safe);
    return v * (y * (T(1.5) - T(0.5) * safe * y * y));  // one step of Newton's
  }
#endif
  return square_root(v);
}
template <typename T>
POSEAAE_INLINE Vec<T> quick_inverse(Vec<T> v) {
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4) {
    const auto y = (Vec<T>)_mm512_maskz_rcp14_ps(static_cast<__mmask16>(-1), (__m512)v);
    return y * (T(2) - v * y);
  }
#endif
  return T(1) / v;
}

/// e^x for x <= 0: x = n ln 2 + r, then the Taylor series of e^r (|r| < 0.35) up to the last bit.
/// Below the smallest normal number: about that number.
template <typename T>
POSEAAE_INLINE Vec<T> exp_of_negative(Vec<T> x) {
  constexpr bool kFloat = sizeof(T) == 4;
  x = at_least<T>(x, kFloat ? T(-87) : T(-708));
  const Vec<T> shifted = x * T(1.44269504088896340736) + Simd<T>::kRounder;
  const Vec<T> n = shifted - Simd<T>::kRounder;
  // ln 2 in two parts, the first with so few bits that n times it is exact
  constexpr T kHigh = kFloat ? T(0.693359375) : T(6.93145751953125e-1);
  constexpr T kLow = kFloat ? T(-2.12194440054690583e-4) : T(1.42860682030941723212e-6);
  const Vec<T> r = (x - n * kHigh) - n * kLow;
  constexpr int kTerms = kFloat ? 7 : 13;
  Vec<T> y = broadcast<T>(T(1));
#pragma GCC unroll 16
  for (int k = kTerms; k >= 1; --k) y = y * r * (T(1) / T(k)) + T(1);
  Bits<T> exponent;
  __builtin_memcpy(&exponent, &shifted, sizeof exponent);
  exponent = (exponent + Simd<T>::kBias) << Simd<T>::kMantissa;
  Vec<T> power;
  __builtin_memcpy(&power, &exponent, sizeof power);
  return y * power;
}

/// log(1 + t) for 0 <= t <= 1, as 2 artanh(t / (2 + t)).
template <typename T>
POSEAAE_INLINE Vec<T> log1p_of_unit(Vec<T> t) {
  const Vec<T> s = t / (t + T(2));
  const Vec<T> s2 = s * s;
  constexpr int kTerms = sizeof(T) == 4 ? 8 : 17;
  Vec<T> y{};
#pragma GCC unroll 32
  for (int k = kTerms; k >= 0; --k) y = y * s2 + T(1) / T(2 * k + 1);
  return T(2) * s * y;
}

/// The angle of the point (x, y), y >= 0, in [0, pi]; 0 at the origin.
template <typename T>
POSEAAE_INLINE Vec<T> atan2_upper(Vec<T> y, Vec<T> x) {
  constexpr T kPi = T(3.14159265358979323846);
  const Vec<T> across = absolute<T>(x);
  const Bits<T> steep = y > across;
  const Vec<T> large = steep ? y : across;
  const Vec<T> small = steep ? across : y;
  const Vec<T> ratio = small / (large > T(0) ? large : broadcast<T>(T(1)));
  // atan a = pi/4 + atan((a - 1) / (a + 1)), so that the series sees |a| <= tan(pi/8)
  const Bits<T> upper = ratio > T(0.41421356237309504880);
  const Vec<T> a = upper ? (ratio - T(1)) / (ratio + T(1)) : ratio;
  const Vec<T> a2 = a * a;
  constexpr int kTerms = sizeof(T) == 4 ? 9 : 20;
  Vec<T> series{};
#pragma GCC unroll 32
  for (int k = kTerms; k >= 0; --k)
    series = series * a2 + (k % 2 == 0 ? T(1) : T(-1)) / T(2 * k + 1);
  Vec<T> angle = a * series;
  angle = upper ? angle + kPi / T(4) : angle;
  angle = steep ? kPi / T(2) - angle : angle;
  return x < T(0) ? kPi - angle : angle;
}

/// 1 / (1 + e^-x), and e^-|x| on the way.
template <typename T>
struct Sigmoid {
  Vec<T> value;
  Vec<T> tail;  ///< e^-|x|
};
template <typename T>
POSEAAE_INLINE Sigmoid<T> sigmoid(Vec<T> x) {
  const Vec<T> tail = exp_of_negative<T>(x < T(0) ? x : -x);
  const Vec<T> near = T(1) / (tail + T(1));
  return {x < T(0) ? tail * near : near, tail};
}

}  // namespace
}  // namespace poseaae::kernels
