#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "poseaae/core/config.hpp"
#include "poseaae/core/hdf5.hpp"
#include "poseaae/core/random.hpp"
#include "poseaae/kernels/activation.hpp"
#include "poseaae/kernels/rotation_form.hpp"

/// Networks as plain data, and inference without any framework.
namespace poseaae::model {

/// B rows, one sample each, row-major: (B, P) poses, (B, Z) latents.
using Batch = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

using kernels::Activation;
using kernels::RotationForm;

[[nodiscard]] const config::Names<Activation>& activation_names();
[[nodiscard]] const config::Names<RotationForm>& rotation_names();
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

/// Whether the last layer sees the network's input after the last hidden layer's outputs:
/// y = activation(W [h; x] + b), a linear map of the input beside the multilayer perceptron. It
/// shows in the sizes: the last layer has more inputs than the one before it has outputs.
enum class Skip { kNone, kInput };

/// sizes {in, h1, ..., out}: `hidden` after every layer but the last, `last` after that. A network
/// of one layer has nothing to skip.
[[nodiscard]] NetworkSpec make_mlp(std::span<const int> sizes, Activation hidden, Activation last,
                                   Skip skip = Skip::kNone);
[[nodiscard]] Skip skip_of(const NetworkSpec& spec);

struct Layer {
  LayerSpec spec;
  std::vector<float> weight;  ///< outputs x inputs, row-major as in PyTorch
  std::vector<float> bias;    ///< outputs
};

/// A chain of layers with their parameters; the last may see the input too (Skip).
class Network {
 public:
  Network() = default;
  /// @throws Error when sizes do not chain or parameters do not fit or are not finite
  explicit Network(std::vector<Layer> layers);
  /// Parameters uniform in +-1/sqrt(inputs): PyTorch's default for nn.Linear.
  Network(const NetworkSpec& spec, Random& random);

  [[nodiscard]] const std::vector<Layer>& layers() const noexcept { return layers_; }
  [[nodiscard]] NetworkSpec spec() const;
  [[nodiscard]] Skip skip() const { return skip_of(spec()); }
  /// Widths of a row; 0 for the network without layers.
  [[nodiscard]] int inputs() const { return layers_.empty() ? 0 : layers_.front().spec.inputs; }
  [[nodiscard]] int outputs() const { return layers_.empty() ? 0 : layers_.back().spec.outputs; }
  [[nodiscard]] std::size_t parameter_count() const;

  /// (B, inputs) -> (B, outputs), written to be read; Inference is the fast form of it.
  /// @throws UsageError on another width
  [[nodiscard]] Batch forward(const Batch& batch) const;

  /// As `layers` (activations), `0.weight`, `0.bias`, `1.weight`, ...
  void save(h5::Group group) const;
  /// @throws ModelError
  [[nodiscard]] static Network load(const h5::Group& group);

 private:
  std::vector<Layer> layers_;
};

}  // namespace poseaae::model
