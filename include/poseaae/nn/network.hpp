#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/kernels/activation.hpp"
#include "poseaae/math/batch.hpp"

/// Networks as plain data, and inference without a framework.
namespace poseaae::nn {

using kernels::Activation;

[[nodiscard]] const Names<Activation>& activation_names();
[[nodiscard]] float activate(Activation activation, float x);

/// One fully connected layer: y = activation(W x + b).
struct LayerSpec {
  int inputs = 0;
  int outputs = 0;
  Activation activation = Activation::kLinear;
  friend bool operator==(const LayerSpec&, const LayerSpec&) = default;
};

/// Every engine builds its networks from this description.
using NetworkSpec = std::vector<LayerSpec>;

/// Whether the last layer also receives the network's input: y = activation(W [h; x] + b), h being
/// the outputs of the last hidden layer. This adds a linear map of the input to the multilayer
/// perceptron. Such a network is recognised by its sizes: the last layer has more inputs than the
/// layer before it has outputs.
enum class Skip { kNone, kInput };

/// sizes {in, h1, ..., out}, with activation `hidden` after every layer but the last, and `last`
/// after that. A network of one layer has no skip.
[[nodiscard]] NetworkSpec make_mlp(std::span<const int> sizes, Activation hidden, Activation last,
                                   Skip skip = Skip::kNone);
[[nodiscard]] Skip skip_of(const NetworkSpec& spec);

struct Layer {
  LayerSpec spec;
  std::vector<float> weight;  ///< outputs x inputs, row-major as in PyTorch
  std::vector<float> bias;    ///< outputs
};

/// A sequence of layers with their parameters; the last may also receive the input (Skip).
class Network {
 public:
  Network() = default;
  /// @throws Error when sizes of layers or parameters do not match, or a parameter is not finite
  explicit Network(std::vector<Layer> layers);
  /// Parameters uniform in +-1/sqrt(inputs): PyTorch's default for nn.Linear.
  Network(const NetworkSpec& spec, Random& random);

  [[nodiscard]] const std::vector<Layer>& layers() const noexcept { return layers_; }
  [[nodiscard]] NetworkSpec spec() const;
  [[nodiscard]] Skip skip() const { return skip_of(spec()); }
  /// Widths of input and output; 0 for a network without layers.
  [[nodiscard]] int inputs() const { return layers_.empty() ? 0 : layers_.front().spec.inputs; }
  [[nodiscard]] int outputs() const { return layers_.empty() ? 0 : layers_.back().spec.outputs; }
  [[nodiscard]] std::size_t parameter_count() const;

  /// (B, inputs) -> (B, outputs), in plain loops; Inference does the same fast.
  /// @throws UsageError on another width
  [[nodiscard]] Batch forward(const Batch& batch) const;

 private:
  std::vector<Layer> layers_;
};

}  // namespace poseaae::nn
