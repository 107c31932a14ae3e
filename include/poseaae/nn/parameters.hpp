#pragma once

#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/nn/network.hpp"
#include "poseaae/nn/optimiser.hpp"

namespace poseaae::nn {

using kernels::Buffer;

/// Parameters of the networks that one optimiser trains: one flat array in the blocked layout of
/// the kernels. Adam's two moments and the gradients of each thread are in arrays of the same
/// layout.
template <typename T>
class Parameters {
 public:
  /// Offsets of a layer in the arrays.
  struct LayerOffsets {
    LayerSpec spec;
    std::size_t weights;
    std::size_t bias;
  };

  Parameters(const std::vector<const Network*>& networks, const OptimiserOptions& options,
             int threads);

  /// Layers of all networks, one after the other.
  [[nodiscard]] const std::vector<LayerOffsets>& layers() const noexcept { return layers_; }
  [[nodiscard]] kernels::Dense<T> dense(std::size_t layer) const;
  [[nodiscard]] T* weights_gradient(std::size_t layer, int thread);
  [[nodiscard]] T* bias_gradient(std::size_t layer, int thread);
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

  /// `count` layers from `first` as plain data.
  [[nodiscard]] Network network(std::size_t first, std::size_t count) const;
  /// The gradient for the next Adam step, summed over the first `threads` threads, in the same
  /// form.
  [[nodiscard]] Network gradient(std::size_t first, std::size_t count, int threads = 1) const;

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
  [[nodiscard]] std::vector<Layer> as_layers(const Buffer<T>& array, std::size_t first,
                                             std::size_t count) const;
  void set_layer(Buffer<T>& array, std::size_t i, const Layer& layer) const;

  OptimiserOptions options_;
  std::vector<LayerOffsets> layers_;
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
