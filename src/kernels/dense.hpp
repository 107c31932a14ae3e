#pragma once

#include "panels.hpp"
#include "poseaae/kernels/table.hpp"
#include "simd.hpp"

/// Dense layers over panels, forward and backward. All three products are the same inner loop:
/// R rows of results stay in registers, while the vectors of a panel are loaded one after the other
/// and multiplied by R numbers at offsets that are known at compile time.
namespace poseaae::kernels {
namespace {

template <typename T>
constexpr std::size_t kVectors = kLanes / kWidth<T>;  ///< that a row of a panel takes
template <typename T>
constexpr std::size_t kMaxRows = kAccumulators > kVectors<T> ? kAccumulators / kVectors<T> : 1;

template <typename T, std::size_t R>
struct Accumulators {
  Vec<T> rows[R][kVectors<T>]{};
};

/// c[r] += sum over k < count of a[r kRow + k kDeep] b[k], b being rows of kLanes.
template <std::size_t kRow, std::size_t kDeep, typename T, std::size_t R>
POSEAAE_INLINE void multiply(Accumulators<T, R>& c, const T* a, const T* b, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k) {
    Vec<T> vectors[kVectors<T>];
#pragma GCC unroll 16
    for (std::size_t n = 0; n < kVectors<T>; ++n) {
      vectors[n] = load<T>(b + k * kLanes + n * kWidth<T>);
    }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < R; ++r) {
      const Vec<T> factor = broadcast<T>(a[r * kRow + k * kDeep]);
#pragma GCC unroll 16
      for (std::size_t n = 0; n < kVectors<T>; ++n) c.rows[r][n] += factor * vectors[n];
    }
  }
}

template <typename T, std::size_t R, typename Store>
POSEAAE_INLINE void each_row(const Accumulators<T, R>& c, Store store_row) {
#pragma GCC unroll 16
  for (std::size_t r = 0; r < R; ++r) {
#pragma GCC unroll 16
    for (std::size_t n = 0; n < kVectors<T>; ++n) store_row(r, n * kWidth<T>, c.rows[r][n]);
  }
}

/// Calls body.template operator()<R>(first) over `rows` rows, as many at once as registers allow.
template <std::size_t R, typename Body>
POSEAAE_INLINE void in_rows(std::size_t rows, std::size_t first, Body body) {
  while (first + R <= rows) {
    body.template operator()<R>(first);
    first += R;
  }
  if constexpr (R > 1) {
    if (first < rows) in_rows<R / 2>(rows, first, body);
  }
}

constexpr std::size_t kPanelsAtOnce =
    8;  ///< panels that stay in the cache while the weights are traversed

/// Runs body(panel, block) for all pairs, in an order in which panels and blocks are reused while
/// they are in the cache.
template <typename Body>
POSEAAE_INLINE void over_panels_and_blocks(std::size_t panels, std::size_t blocks, Body body) {
  for (std::size_t p0 = 0; p0 < panels; p0 += kPanelsAtOnce) {
    const std::size_t end = panels - p0 < kPanelsAtOnce ? panels : p0 + kPanelsAtOnce;
    for (std::size_t block = 0; block < blocks; ++block) {
      for (std::size_t p = p0; p < end; ++p) body(p, block);
    }
  }
}

template <typename T>
POSEAAE_INLINE Vec<T> activated(Activation activation, Vec<T> x) {
  switch (activation) {
    case Activation::kLinear:
      break;
    case Activation::kRelu:
      return at_least<T>(x, T(0));
    case Activation::kLeakyRelu:
      return x > T(0) ? x : T(0.01) * x;
    case Activation::kElu:
      return x > T(0) ? x : exp_of_negative<T>(x > T(0) ? Vec<T>{} : x) - T(1);
    case Activation::kSilu:
      return x * sigmoid<T>(x).value;
    case Activation::kTanh: {
      const Vec<T> tail = exp_of_negative<T>(T(2) * (x < T(0) ? x : -x));
      const Vec<T> size = (T(1) - tail) / (T(1) + tail);
      return x < T(0) ? -size : size;
    }
    case Activation::kSigmoid:
      return sigmoid<T>(x).value;
  }
  return x;
}

/// f'(x), from y = f(x) or, for silu, from x.
template <typename T>
POSEAAE_INLINE Vec<T> derivative(Activation activation, Vec<T> y, Vec<T> x) {
  const Vec<T> one = broadcast<T>(T(1));
  switch (activation) {
    case Activation::kLinear:
      break;
    case Activation::kRelu:
      return y > T(0) ? one : Vec<T>{};
    case Activation::kLeakyRelu:
      return y > T(0) ? one : broadcast<T>(T(0.01));
    case Activation::kElu:
      return y > T(0) ? one : y + T(1);
    case Activation::kSilu: {
      const Vec<T> s = sigmoid<T>(x).value;
      return s * (T(1) + x * (T(1) - s));
    }
    case Activation::kTanh:
      return T(1) - y * y;
    case Activation::kSigmoid:
      return y * (T(1) - y);
  }
  return one;
}

/// kActivation is a template argument, so that the switch is not in the loop.
template <typename T, Activation kActivation>
void activate_rows(std::size_t count, T* y, T* before) {
  for (std::size_t i = 0; i < count; i += kWidth<T>) {
    const Vec<T> x = load<T>(y + i);
    if (before != nullptr) store<T>(before + i, x);
    store<T>(y + i, activated<T>(kActivation, x));
  }
}
template <typename T, Activation kActivation>
void differentiate_rows(std::size_t count, const T* y, const T* before, T* dy) {
  for (std::size_t i = 0; i < count; i += kWidth<T>) {
    const Vec<T> x = before == nullptr ? Vec<T>{} : load<T>(before + i);
    store<T>(dy + i, load<T>(dy + i) * derivative<T>(kActivation, load<T>(y + i), x));
  }
}

/// use.template operator()<activation>()
template <typename Use>
POSEAAE_INLINE void with_activation(Activation activation, Use use) {
  switch (activation) {
    case Activation::kLinear:
      return use.template operator()<Activation::kLinear>();
    case Activation::kRelu:
      return use.template operator()<Activation::kRelu>();
    case Activation::kLeakyRelu:
      return use.template operator()<Activation::kLeakyRelu>();
    case Activation::kElu:
      return use.template operator()<Activation::kElu>();
    case Activation::kSilu:
      return use.template operator()<Activation::kSilu>();
    case Activation::kTanh:
      return use.template operator()<Activation::kTanh>();
    case Activation::kSigmoid:
      return use.template operator()<Activation::kSigmoid>();
  }
}

template <typename T>
void dense_forward(const Dense<T>& layer, std::size_t panels, const T* x, T* y, T* before) {
  const std::size_t in = layer.inputs;
  const std::size_t out = layer.outputs;
  const bool rectified = layer.activation == Activation::kRelu;
  over_panels_and_blocks(panels, blocks_of(out), [&](std::size_t p, std::size_t block) {
    const std::size_t top = block * kLanes;
    const std::size_t rows = out - top < kLanes ? out - top : kLanes;
    in_rows<kMaxRows<T>>(rows, 0, [&]<std::size_t R>(std::size_t first) {
      Accumulators<T, R> c;
      const T* bias = layer.bias + top + first;
#pragma GCC unroll 16
      for (std::size_t r = 0; r < R; ++r) {
        for (auto& vector : c.rows[r]) vector = broadcast<T>(bias[r]);
      }
      multiply<1, kLanes>(c, layer.weights + top * in + first, x + p * in * kLanes, in);
      T* results = y + (p * out + top + first) * kLanes;
      each_row(c, [&](std::size_t r, std::size_t lane, Vec<T> value) {
        store<T>(results + r * kLanes + lane, rectified ? at_least<T>(value, T(0)) : value);
      });
    });
  });
  if (rectified || layer.activation == Activation::kLinear) return;
  with_activation(layer.activation, [&]<Activation kActivation>() {
    activate_rows<T, kActivation>(panels * out * kLanes, y, before);
  });
}

template <typename T>
void activation_backward(Activation activation, std::size_t rows, std::size_t panels, const T* y,
                         const T* before, T* dy) {
  if (activation == Activation::kLinear) return;
  with_activation(activation, [&]<Activation kActivation>() {
    differentiate_rows<T, kActivation>(panels * rows * kLanes, y, before, dy);
  });
}

template <typename T>
void dense_backward_input(const Dense<T>& layer, std::size_t panels, const T* dy, T* dx) {
  const std::size_t in = layer.inputs;
  const std::size_t out = layer.outputs;
  over_panels_and_blocks(panels, blocks_of(in), [&](std::size_t p, std::size_t block) {
    const std::size_t top = block * kLanes;
    const std::size_t rows = in - top < kLanes ? in - top : kLanes;
    in_rows<kMaxRows<T>>(rows, 0, [&]<std::size_t R>(std::size_t first) {
      Accumulators<T, R> c;
      const T* weights = layer.weights + (top + first) * kLanes;
      const T* gradients = dy + p * out * kLanes;
      std::size_t o = 0;
      for (; o + kLanes <= out; o += kLanes) {
        multiply<kLanes, 1>(c, weights + o * in, gradients + o * kLanes, kLanes);
      }
      if (o < out) multiply<kLanes, 1>(c, weights + o * in, gradients + o * kLanes, out - o);
      T* results = dx + (p * in + top + first) * kLanes;
      each_row(c, [&](std::size_t r, std::size_t lane, Vec<T> value) {
        store<T>(results + r * kLanes + lane, value);
      });
    });
  });
}

/// dy of all panels, block by block with samples as rows, into `transposed`; sums of its rows.
template <typename T>
void transpose_gradients(std::size_t out, std::size_t panels, const T* dy, bool add, T* transposed,
                         T* bias_gradient) {
  const std::size_t blocks = blocks_of(out);
  for (std::size_t block = 0; block < blocks; ++block) {
    Vec<T> sums[kVectors<T>]{};
    for (std::size_t p = 0; p < panels; ++p) {
      T* target = transposed + (p * blocks + block) * kLanes * kLanes;
      transpose_block<T>(
          [&](std::size_t r) -> const T* {
            const std::size_t o = block * kLanes + r;
            return o < out ? dy + (p * out + o) * kLanes : nullptr;
          },
          target, kLanes);
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
#pragma GCC unroll 16
        for (std::size_t n = 0; n < kVectors<T>; ++n) {
          sums[n] += load<T>(target + lane * kLanes + n * kWidth<T>);
        }
      }
    }
    for (std::size_t n = 0; n < kVectors<T>; ++n) {
      T* place = bias_gradient + block * kLanes + n * kWidth<T>;
      store<T>(place, add ? load<T>(place) + sums[n] : sums[n]);
    }
  }
}

/// The gradient of a single output: vectors of samples are multiplied as they lie, and summed last.
template <typename T>
void backward_weights_of_one(std::size_t in, std::size_t panels, const T* x, const T* dy, bool add,
                             T* weights_gradient) {
  for (std::size_t i = 0; i < in; ++i) {
    Vec<T> products[kVectors<T>]{};
    for (std::size_t p = 0; p < panels; ++p) {
#pragma GCC unroll 16
      for (std::size_t n = 0; n < kVectors<T>; ++n) {
        products[n] += load<T>(x + (p * in + i) * kLanes + n * kWidth<T>) *
                       load<T>(dy + p * kLanes + n * kWidth<T>);
      }
    }
    T total = 0;
    for (std::size_t n = 0; n < kVectors<T>; ++n) total += sum<T>(products[n]);
    T* const place = weights_gradient + i * kLanes;
    *place = add ? *place + total : total;
    for (std::size_t unused = 1; unused < kLanes; ++unused) place[unused] = T(0);
  }
}

template <typename T>
void dense_backward_weights(const Dense<T>& layer, std::size_t panels, const T* x, const T* dy,
                            T* scratch, bool add, T* weights_gradient, T* bias_gradient) {
  const std::size_t in = layer.inputs;
  const std::size_t blocks = blocks_of(layer.outputs);
  transpose_gradients(layer.outputs, panels, dy, add, scratch, bias_gradient);
  if (layer.outputs == 1) {
    backward_weights_of_one(in, panels, x, dy, add, weights_gradient);
    return;
  }
  for (std::size_t block = 0; block < blocks; ++block) {
    in_rows<kMaxRows<T>>(in, 0, [&]<std::size_t R>(std::size_t first) {
      Accumulators<T, R> c;
      for (std::size_t p = 0; p < panels; ++p) {
        multiply<kLanes, 1>(c, x + (p * in + first) * kLanes,
                            scratch + (p * blocks + block) * kLanes * kLanes, kLanes);
      }
      T* results = weights_gradient + (block * in + first) * kLanes;
      each_row(c, [&](std::size_t r, std::size_t lane, Vec<T> value) {
        T* place = results + r * kLanes + lane;
        store<T>(place, add ? load<T>(place) + value : value);
      });
    });
  }
}

}  // namespace
}  // namespace poseaae::kernels
