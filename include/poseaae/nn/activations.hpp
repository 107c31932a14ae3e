#pragma once

#include <vector>

#include "poseaae/nn/parameters.hpp"

namespace poseaae::nn {

/// Largest number of panels of one pass, chosen so that their data fit in the caches of a core.
inline constexpr std::size_t kPanelsPerPass = 16;

/// Activations of one of the networks of some Parameters: the outputs of every layer for every
/// panel of a batch, and the gradients with respect to them.
///
/// A pass covers at most kPanelsPerPass panels, first to first + count. Several threads may run
/// passes at once, each over panels of its own.
template <typename T>
class Activations {
 public:
  Activations(Parameters<T>& parameters, std::size_t network);

  /// Allocates memory for a batch of `panels` panels and for `threads` threads.
  void reserve(std::size_t panels, std::size_t threads, bool dropout = false);

  /// Dropout in each hidden layer from now on, with the key of the step; 0: none.
  void set_dropout(double rate, std::int64_t step) {
    dropout_rate_ = rate;
    step_ = step;
  }

  [[nodiscard]] std::size_t inputs() const { return layers_.front().loops->inputs; }
  [[nodiscard]] std::size_t outputs() const { return layers_.back().loops->outputs; }

  void forward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
               std::size_t count);
  /// Output of the last forward pass, from panel `first` on.
  [[nodiscard]] const T* output(std::size_t first) const {
    return layers_.back().y.data() + first * outputs() * kernels::kLanes;
  }
  /// Gradient with respect to the output, to be written before backward().
  [[nodiscard]] T* output_gradient(std::size_t first) {
    return layers_.back().dy.data() + first * outputs() * kernels::kLanes;
  }

  /// Gradients that backward() computes.
  struct Wanted {
    bool weights = true;          ///< with respect to the parameters, to those of `thread`
    bool add = false;             ///< add to the gradients of the parameters
    T* input_gradient = nullptr;  ///< with respect to the input from panel `first` on, unless null
  };
  void backward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                std::size_t count, int thread, const Wanted& wanted);

 private:
  struct Layer {
    std::shared_ptr<const LayerLoops<T>> loops;
    Buffer<T> y;        ///< outputs
    Buffer<T> dropped;  ///< outputs after dropout
    Buffer<T> kept;     ///< what forward() keeps for backward(), if anything
    Buffer<T> dy;       ///< gradient with respect to the outputs

    [[nodiscard]] T* kept_from(std::size_t first) {
      return kept.empty() ? nullptr
                          : kept.data() + first * loops->kept_rows(true) * kernels::kLanes;
    }
  };

  /// Number of outputs of the last hidden layer, in a network with a skip.
  [[nodiscard]] std::size_t hidden() const { return layers_[learned_.last - 1].loops->outputs; }
  /// Of the numbers that skip the hidden layers.
  [[nodiscard]] std::size_t skipped() const { return layers_[learned_.first].loops->inputs; }
  [[nodiscard]] bool joins(std::size_t i) const { return skip_ && i == learned_.last; }
  /// Whether outputs of layer i are dropped.
  [[nodiscard]] bool drops(std::size_t i) const {
    return dropout_rate_ > 0.0 && i >= learned_.first && i < learned_.last;
  }
  [[nodiscard]] kernels::Dropout dropout(std::size_t i) const {
    return {dropout_rate_, kernels::dropout_key(step_, first_layer_ + i)};
  }
  /// Output of layer i, after dropout, from panel `first` on.
  [[nodiscard]] const T* given_by(std::size_t i, std::size_t first) const {
    const Layer& layer = layers_[i];
    return (drops(i) ? layer.dropped : layer.y).data() +
           first * layer.loops->outputs * kernels::kLanes;
  }
  /// Input of layer i, from panel `first` on.
  [[nodiscard]] const T* given(std::size_t i, std::size_t first, const T* input) const;
  /// Adds the part of the gradient by what comes to the first layer that learns which bypasses the
  /// hidden layers.
  void add_skipped(std::size_t first, std::size_t count, T* gradient) const;

  Parameters<T>& parameters_;
  std::size_t first_layer_;
  std::vector<Layer> layers_;
  Learned learned_;
  double dropout_rate_ = 0.0;
  std::int64_t step_ = 0;
  bool skip_;
  Buffer<T> joined_;                ///< input of the layer that joins, if skip_
  Buffer<T> joined_gradient_;       ///< gradient with respect to it
  std::vector<Buffer<T>> scratch_;  ///< one per thread
};

extern template class Activations<float>;
extern template class Activations<double>;

}  // namespace poseaae::nn
