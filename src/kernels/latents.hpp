#pragma once

#include "poseaae/kernels/log_variance.hpp"
#include "poseaae/kernels/table.hpp"
#include "simd.hpp"

/// The terms that pull encodings towards the prior: distances of samples, and the Gaussian
/// encoder. Also dropout.
namespace poseaae::kernels {
namespace {

/// e^x for any x (a sum of two tails would lose digits on one side).
template <typename T>
POSEAAE_INLINE Vec<T> exponential(Vec<T> x) {
  const Vec<T> tail = exp_of_negative<T>(x > T(0) ? -x : x);
  return x > T(0) ? T(1) / tail : tail;
}

/// The scales as values of this object's own: walking over the array itself, an unoptimised build
/// keeps it as data that objects of all levels share.
template <typename T>
struct Scales {
  static constexpr std::size_t kCount = sizeof(kMultiquadraticScales) / sizeof(double);
  T values[kCount];
  consteval Scales() : values{} {
    for (std::size_t i = 0; i < kCount; ++i) values[i] = T(kMultiquadraticScales[i]);
  }
};

/// k of a squared distance, and its derivative by it.
template <typename T>
POSEAAE_INLINE Vec<T> multiquadratic_of(Vec<T> squared, T twice_features, Vec<T>& slope) {
  constexpr Scales<T> kScales;
  constexpr T kShare = T(1) / T(Scales<T>::kCount);
  Vec<T> value{};
  slope = Vec<T>{};
  for (const T scale : kScales.values) {
    const T c = twice_features * scale;
    const Vec<T> inverse = quick_inverse<T>(squared + c);
    const Vec<T> part = (kShare * c) * inverse;
    value += part;
    slope -= part * inverse;
  }
  return value;
}

/// The squared distances of a vector of x to kTogether samples y at once, so that each x is loaded
/// once for all of them.
constexpr std::size_t kTogether = 4;

template <typename T>
struct Neighbours {
  const T* place[kTogether];
  explicit Neighbours(const T* y, std::size_t features, std::size_t first, std::size_t samples) {
    for (std::size_t k = 0; k < kTogether; ++k) {
      const std::size_t j = first + k < samples ? first + k : first;
      place[k] = y + (j / kLanes) * features * kLanes + j % kLanes;
    }
  }
};

template <typename T>
POSEAAE_INLINE double multiquadratic_vector(std::size_t features, Bits<T> mask, const T* x,
                                            std::size_t samples, const T* y, T factor,
                                            T* gradient) {
  double total = 0.0;
  const T twice_features = T(2) * static_cast<T>(features);
  for (std::size_t first = 0; first < samples; first += kTogether) {
    const Neighbours<T> others(y, features, first, samples);
    Vec<T> squared[kTogether] = {};
    for (std::size_t f = 0; f < features; ++f) {
      const Vec<T> own = load<T>(x + f * kLanes);
#pragma GCC unroll 4
      for (std::size_t k = 0; k < kTogether; ++k) {
        const Vec<T> apart = own - others.place[k][f * kLanes];
        squared[k] += apart * apart;
      }
    }
    Vec<T> slope[kTogether];
    Vec<T> all{};
    Vec<T> values{};
#pragma GCC unroll 4
    for (std::size_t k = 0; k < kTogether; ++k) {
      const Vec<T> value = multiquadratic_of<T>(squared[k], twice_features, slope[k]);
      const bool some = first + k < samples;
      values += some ? (mask ? value : Vec<T>{}) : Vec<T>{};
      slope[k] = some ? (mask ? (factor + factor) * slope[k] : Vec<T>{}) : Vec<T>{};
      all += slope[k];
    }
    total += static_cast<double>(sum<T>(values));
    if (gradient == nullptr) continue;
    for (std::size_t f = 0; f < features; ++f) {
      Vec<T> g = load<T>(gradient + f * kLanes) + all * load<T>(x + f * kLanes);
#pragma GCC unroll 4
      for (std::size_t k = 0; k < kTogether; ++k) g -= slope[k] * others.place[k][f * kLanes];
      store<T>(gradient + f * kLanes, g);
    }
  }
  return total;
}

template <typename T>
double multiquadratic(std::size_t features, std::size_t lanes, const T* x, std::size_t samples,
                      const T* y, T factor, T* gradient) {
  double total = 0.0;
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    total += multiquadratic_vector<T>(features, lane_mask<T>(first, lanes), x + first, samples, y,
                                      factor, gradient == nullptr ? nullptr : gradient + first);
  }
  return total;
}

/// At most kLargestLogVariance; not a number stays so.
template <typename T>
POSEAAE_INLINE Vec<T> bounded(Vec<T> log_variance) {
  const Vec<T> most = Vec<T>{} + T(kLargestLogVariance);
  return most < log_variance ? most : log_variance;
}

template <typename T>
void sample(std::size_t features, std::size_t panels, const T* output, const T* noise, T* z) {
  const std::size_t size = features * kLanes;
  for (std::size_t p = 0; p < panels; ++p) {
    for (std::size_t i = 0; i < size; i += kWidth<T>) {
      const Vec<T> deviation =
          exponential<T>(T(0.5) * bounded<T>(load<T>(output + 2 * p * size + size + i)));
      store<T>(z + p * size + i,
               load<T>(output + 2 * p * size + i) + deviation * load<T>(noise + p * size + i));
    }
  }
}

template <typename T>
double divergence(std::size_t features, std::size_t lanes, T factor, const T* output,
                  const T* noise, const T* z_gradient, T* gradient) {
  double total = 0.0;
  const std::size_t size = features * kLanes;
  for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
    const Bits<T> mask = lane_mask<T>(first, lanes);
    Vec<T> sums{};
    for (std::size_t i = first; i < size; i += kLanes) {
      const Vec<T> mean = load<T>(output + i);
      const Vec<T> log_variance = bounded<T>(load<T>(output + size + i));
      const Vec<T> deviation = exponential<T>(T(0.5) * log_variance);
      const Vec<T> variance = deviation * deviation;
      sums += T(0.5) * (mean * mean + variance - T(1) - log_variance);
      if (gradient == nullptr) continue;
      const Vec<T> by_z = load<T>(z_gradient + i);
      const Vec<T> by_mean = by_z + factor * mean;
      const Vec<T> by_log =
          T(0.5) * (by_z * deviation * load<T>(noise + i) + factor * (variance - T(1)));
      store<T>(gradient + i, mask ? by_mean : Vec<T>{});
      store<T>(gradient + size + i, mask ? by_log : Vec<T>{});
    }
    total += static_cast<double>(sum<T>(mask ? sums : Vec<T>{}));
  }
  return total;
}

template <typename T>
void dropout(const Dropout& dropout, std::size_t features, std::size_t first_panel,
             std::size_t panels, const T* x, T* y) {
  const std::uint32_t threshold = dropout.threshold();
  const T scale = static_cast<T>(dropout.scale());
  for (std::size_t p = 0; p < panels; ++p) {
    const auto first = static_cast<std::uint32_t>((first_panel + p) * kLanes);
    for (std::size_t f = 0; f < features; ++f) {
      const std::size_t row = (p * features + f) * kLanes;
      for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
        const bool kept =
            dropout_keeps(dropout.key, static_cast<std::uint32_t>(f), first + lane, threshold);
        y[row + lane] = kept ? scale * x[row + lane] : T(0);
      }
    }
  }
}

}  // namespace
}  // namespace poseaae::kernels
