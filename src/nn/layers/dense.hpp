#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/nn/layer_kind.hpp"

/// y = activation(W x + b), what layers of the kinds "dense" and "fixed" compute.
namespace poseaae::nn::dense {

inline std::vector<ArrayShape> arrays(const LayerSpec& spec) {
  const auto outputs = static_cast<std::size_t>(spec.outputs);
  return {{"weight", {outputs, static_cast<std::size_t>(spec.inputs)}}, {"bias", {outputs}}};
}

/// Uniform in +-1/sqrt(inputs): PyTorch's default for nn.Linear.
inline void initialise(Layer& layer, Random& random) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(layer.spec.inputs));
  for (auto& array : layer.arrays) {
    for (float& value : array) value = static_cast<float>(random.uniform(-bound, bound));
  }
}

inline Batch apply(const Layer& layer, const Batch& x) {
  const auto& [inputs, outputs, activation, kind] = layer.spec;
  const Eigen::Map<const Batch> weight(layer.arrays[0].data(), outputs, inputs);
  const Eigen::Map<const Eigen::RowVectorXf> bias(layer.arrays[1].data(), outputs);
  const Batch y = (x * weight.transpose()).rowwise() + bias;
  return y.unaryExpr([a = activation](float value) { return activate(a, value); });
}

/// The weights in blocks (kernels/layout.hpp), then the biases.
template <typename T>
class DenseLoops final : public LayerLoops<T> {
 public:
  using typename LayerLoops<T>::Backward;
  using LayerLoops<T>::LayerLoops;
  using LayerLoops<T>::inputs;
  using LayerLoops<T>::outputs;
  using LayerLoops<T>::activation;

  [[nodiscard]] std::size_t size() const override { return weights() + kernels::padded(outputs); }
  void pack(const Layer& layer, T* parameters) const override {
    kernels::pack_weights(inputs, outputs, layer.arrays[0].data(), parameters);
    std::copy(layer.arrays[1].begin(), layer.arrays[1].end(), parameters + weights());
  }
  void unpack(const T* parameters, Layer& layer) const override {
    kernels::unpack_weights(inputs, outputs, parameters, layer.arrays[0].data());
    std::transform(parameters + weights(), parameters + weights() + outputs,
                   layer.arrays[1].begin(), [](T value) { return static_cast<float>(value); });
  }

  /// The input of the activation, if its derivative needs it.
  [[nodiscard]] std::size_t kept_rows(bool with_backward) const override {
    return with_backward && kernels::derivative_needs_input(activation) ? outputs : 0;
  }
  [[nodiscard]] std::size_t scratch_rows() const override { return kernels::padded(outputs); }

  void forward(const kernels::Table<T>& kernels, const T* parameters, std::size_t panels,
               const T* x, T* y, T* kept) const override {
    kernels.dense_forward(dense(parameters), panels, x, y, kept);
  }

  void backward(const kernels::Table<T>& kernels, const T* parameters, std::size_t panels,
                const Backward& at) const override {
    kernels.activation_backward(activation, outputs, panels, at.y, at.kept, at.dy);
    if (at.gradient != nullptr) {
      kernels.dense_backward_weights(dense(parameters), panels, at.x, at.dy, at.scratch, at.add,
                                     at.gradient, at.gradient + weights());
    }
    if (at.dx != nullptr) kernels.dense_backward_input(dense(parameters), panels, at.dy, at.dx);
  }

 private:
  [[nodiscard]] std::size_t weights() const { return kernels::blocked_size(inputs, outputs); }
  [[nodiscard]] kernels::Dense<T> dense(const T* parameters) const {
    return {inputs, outputs, activation, parameters, parameters + weights()};
  }
};

}  // namespace poseaae::nn::dense
