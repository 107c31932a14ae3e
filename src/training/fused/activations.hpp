#pragma once

#include <vector>

#include "parameters.hpp"

namespace poseaae::training::fused {

/// The most panels of one pass: so many samples' numbers stay in the caches of a core.
inline constexpr std::size_t kPanelsPerPass = 16;

/// Consecutive layers of some Parameters as one network, with the memory for its passes: the
/// outputs of every layer for every panel of a batch, and gradients on the way back.
///
/// A pass is over at most kPanelsPerPass panels, first to first + count; several threads may pass
/// at once over panels of their own.
template <typename T>
class Activations {
 public:
  Activations(Parameters<T>& parameters, std::size_t first_layer, std::size_t layers);

  /// Room for a batch of so many panels, for the gradients of so many threads, and for dropout.
  void reserve(std::size_t panels, std::size_t threads, bool dropout = false);

  /// From now on, in each hidden layer, with the key of the step; 0: none.
  void set_dropout(double rate, std::int64_t step) {
    dropout_rate_ = rate;
    step_ = step;
  }

  [[nodiscard]] std::size_t inputs() const { return layers_.front().inputs; }
  [[nodiscard]] std::size_t outputs() const { return layers_.back().outputs; }

  void forward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
               std::size_t count);
  /// Of the last forward pass, from panel `first` on.
  [[nodiscard]] const T* output(std::size_t first) const {
    return layers_.back().y.data() + first * outputs() * kernels::kLanes;
  }
  /// Where the gradient by the output is to be written for backward().
  [[nodiscard]] T* output_gradient(std::size_t first) {
    return layers_.back().dy.data() + first * outputs() * kernels::kLanes;
  }

  /// What backward() finds out.
  struct Wanted {
    bool weights = true;          ///< the gradients by the parameters, into those of `thread`
    bool add = false;             ///< added to what is there
    T* input_gradient = nullptr;  ///< by the input of panel `first` on, where not null
  };
  void backward(const kernels::Table<T>& kernels, const T* input, std::size_t first,
                std::size_t count, int thread, const Wanted& wanted);

 private:
  struct Layer {
    std::size_t inputs;
    std::size_t outputs;
    Buffer<T> y;       ///< outputs
    Buffer<T> kept;    ///< and what dropout leaves of them
    Buffer<T> before;  ///< before the activation, where its derivative needs that
    Buffer<T> dy;      ///< gradient by the outputs
  };

  /// Of the last layer, where it sees the network's input beside the layer before it.
  [[nodiscard]] std::size_t hidden() const { return layers_[layers_.size() - 2].outputs; }
  [[nodiscard]] bool drops() const { return dropout_rate_ > 0.0; }
  [[nodiscard]] kernels::Dropout dropout(std::size_t i) const {
    return {dropout_rate_, kernels::dropout_key(step_, first_layer_ + i)};
  }
  /// What hidden layer i gives to the next, from panel `first` on.
  [[nodiscard]] const T* given_by(std::size_t i, std::size_t first) const {
    const Layer& layer = layers_[i];
    return (drops() ? layer.kept : layer.y).data() + first * layer.outputs * kernels::kLanes;
  }
  /// What layer i was given, from panel `first` on.
  [[nodiscard]] const T* given(std::size_t i, std::size_t first, const T* input) const;
  /// Adds the part of the input's gradient that comes round the hidden layers.
  void add_skipped(std::size_t first, std::size_t count, T* input_gradient) const;

  Parameters<T>& parameters_;
  std::size_t first_layer_;
  std::vector<Layer> layers_;
  double dropout_rate_ = 0.0;
  std::int64_t step_ = 0;
  bool skip_;
  Buffer<T> joined_;                ///< what the last layer sees, where skip_
  Buffer<T> joined_gradient_;       ///< and the gradient by it
  std::vector<Buffer<T>> scratch_;  ///< one a thread
};

extern template class Activations<float>;
extern template class Activations<double>;

}  // namespace poseaae::training::fused
