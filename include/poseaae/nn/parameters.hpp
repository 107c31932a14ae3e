#pragma once

#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "poseaae/nn/optimiser.hpp"

namespace poseaae::nn {

using kernels::Buffer;

/// Parameters of the networks that one optimiser trains: one flat array, in which each layer has
/// the layout of its loops. Adam's two moments and the gradients of each thread are in arrays of
/// the same layout. Layers that do not learn have an array of their own, and no gradients. A
/// network may be one without layers.
template <typename T>
class Parameters {
 public:
  /// A layer, whose parameters begin at `begin` in the arrays.
  struct Part {
    LayerSpec spec;
    std::shared_ptr<const LayerLoops<T>> loops;
    std::size_t begin;
    bool learns;
  };
  /// Which layers are those of a network.
  struct Range {
    std::size_t first;
    std::size_t count;
    Skip skip;
  };

  Parameters(const std::vector<const Network*>& networks, const OptimiserOptions& options,
             int threads);

  /// Layers of all networks, one after the other.
  [[nodiscard]] const std::vector<Part>& layers() const noexcept { return layers_; }
  [[nodiscard]] const Range& range(std::size_t network) const { return networks_[network]; }
  /// Of a layer, in the layout of its loops.
  [[nodiscard]] const T* values(std::size_t layer) const {
    const Part& part = layers_[layer];
    return (part.learns ? values_ : fixed_).data() + part.begin;
  }
  /// Null where it does not learn.
  [[nodiscard]] T* gradient(std::size_t layer, int thread) {
    if (!layers_[layer].learns) return nullptr;
    return &gradients_[static_cast<std::size_t>(thread) * size() + layers_[layer].begin];
  }
  /// Numbers that learn.
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

  /// One of the networks, in the constructor's order, as plain data.
  [[nodiscard]] Network network(std::size_t i) const { return as_network(values_, i); }
  /// The gradient for the next Adam step, summed over the first `threads` threads, in the same
  /// form.
  [[nodiscard]] Network gradient_of_network(std::size_t i, int threads = 1) const;

  /// Steps of Adam so far.
  [[nodiscard]] std::int64_t steps() const noexcept { return steps_; }
  void set_learning_rate(double rate) { learning_rate_ = rate; }

  /// Begins a step of Adam with the gradients of the first `threads` threads: bias corrections and,
  /// if enabled, clipping.
  void begin_step(const kernels::Table<T>& kernels, int threads);
  /// After begin_step(): updates the range of the arrays that belongs to `thread` of `threads`.
  void finish_step(const kernels::Table<T>& kernels, int thread, int threads, int gradients);

  [[nodiscard]] OptimiserState state() const;
  /// @throws ModelError for a state of other layers
  void set_state(const OptimiserState& state);

 private:
  [[nodiscard]] Layer as_layer(const Buffer<T>& array, std::size_t i) const;
  [[nodiscard]] Network as_network(const Buffer<T>& array, std::size_t i) const;
  [[nodiscard]] std::vector<Array> as_arrays(const Buffer<T>& array) const;
  void set_arrays(Buffer<T>& array, const std::vector<Array>& arrays) const;

  OptimiserOptions options_;
  std::vector<Part> layers_;
  std::vector<Range> networks_;
  Buffer<T> fixed_;
  Buffer<T> values_;
  Buffer<T> first_moments_;
  Buffer<T> second_moments_;
  Buffer<T> gradients_;  ///< one array per thread
  double learning_rate_ = 0.0;
  std::int64_t steps_ = 0;
  kernels::AdamRates<T> rates_{};
};

extern template class Parameters<float>;
extern template class Parameters<double>;

}  // namespace poseaae::nn
