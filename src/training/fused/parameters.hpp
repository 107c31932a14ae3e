#pragma once

#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/model/network.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training::fused {

using kernels::Buffer;

/// Networks that one optimiser trains: all their parameters in one flat array in the kernels'
/// blocked form, with Adam's two moments and the gradients of each thread in arrays alike.
template <typename T>
class Parameters {
 public:
  /// Where a layer's numbers lie in the arrays.
  struct LayerOffsets {
    model::LayerSpec spec;
    std::size_t weights;
    std::size_t bias;
  };

  Parameters(const std::vector<const model::Network*>& networks, const OptimiserOptions& options,
             int threads);

  /// Layers of all networks, one after the other.
  [[nodiscard]] const std::vector<LayerOffsets>& layers() const noexcept { return layers_; }
  [[nodiscard]] kernels::Dense<T> dense(std::size_t layer) const;
  [[nodiscard]] T* weights_gradient(std::size_t layer, int thread);
  [[nodiscard]] T* bias_gradient(std::size_t layer, int thread);
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

  /// `count` layers from `first` as plain data.
  [[nodiscard]] model::Network network(std::size_t first, std::size_t count) const;
  /// The gradient that the next Adam step would take from the first `threads` threads, in the same
  /// form.
  [[nodiscard]] model::Network gradient(std::size_t first, std::size_t count,
                                        int threads = 1) const;

  /// Steps of Adam so far.
  [[nodiscard]] std::int64_t steps() const noexcept { return steps_; }
  void set_learning_rate(double rate) { learning_rate_ = rate; }

  /// Begins a step of Adam over the gradients of the first `threads` threads: bias corrections and,
  /// where asked for, clipping.
  void begin_step(const kernels::Table<T>& kernels, int threads);
  /// Its share of the arrays for one of `threads`, after begin_step().
  void finish_step(const kernels::Table<T>& kernels, int thread, int threads, int gradients);

  /// The form of state.h5 that every engine shares: `parameters/0` (W of the first layer),
  /// `parameters/1` (its b), ..., `first_moments/`, `second_moments/`, and `steps`.
  void save(h5::Group group) const;
  /// @throws ModelError
  void load(const h5::Group& group);

 private:
  [[nodiscard]] model::Layer as_layer(const Buffer<T>& array, std::size_t i) const;
  [[nodiscard]] model::Network as_network(const Buffer<T>& array, std::size_t first,
                                          std::size_t count) const;
  void save_array(h5::Group& group, const std::string& name, const Buffer<T>& array) const;
  void load_array(const h5::Group& group, const std::string& name, Buffer<T>& array) const;

  OptimiserOptions options_;
  std::vector<LayerOffsets> layers_;
  Buffer<T> values_;
  Buffer<T> first_moments_;
  Buffer<T> second_moments_;
  Buffer<T> gradients_;  ///< one array a thread
  double learning_rate_ = 0.0;
  std::int64_t steps_ = 0;
  kernels::AdamRates<T> rates_{};
};

extern template class Parameters<float>;
extern template class Parameters<double>;

}  // namespace poseaae::training::fused
