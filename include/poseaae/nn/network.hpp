#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

/// One layer: `outputs` numbers of `inputs` numbers, computed as its kind (layer_kind.hpp) says.
struct LayerSpec {
  int inputs = 0;
  int outputs = 0;
  Activation activation = Activation::kLinear;
  std::string kind = "dense";
  friend bool operator==(const LayerSpec&, const LayerSpec&) = default;
};

/// Whether the last layer that learns also receives the input x of the first one that learns (those
/// of the network, unless layers that do not learn stand before or behind them): h, the outputs of
/// the last hidden layer, followed by x. With a dense layer, y = activation(W [h; x] + b), this
/// adds a linear map of the input to the multilayer perceptron.
enum class Skip { kNone, kInput };
[[nodiscard]] const Names<Skip>& skip_names();

/// Every engine builds its networks from this description.
struct NetworkSpec {
  std::vector<LayerSpec> layers;
  Skip skip = Skip::kNone;
  friend bool operator==(const NetworkSpec&, const NetworkSpec&) = default;
};

/// sizes {in, h1, ..., out}, with activation `hidden` after every layer but the last, and `last`
/// after that. Layers between two hidden sizes are of `kind`; the first and the last, which lead
/// from and to other sizes, are dense. A network of one layer has no skip.
[[nodiscard]] NetworkSpec make_mlp(std::span<const int> sizes, Activation hidden, Activation last,
                                   Skip skip = Skip::kNone, const std::string& kind = "dense");

struct Layer {
  LayerSpec spec;
  std::vector<std::vector<float>> arrays;  ///< its parameters, as arrays_of(spec) lists them

  /// The array of a name, such as the "weight" of a dense layer. @throws Error when it has none
  [[nodiscard]] const std::vector<float>& array(std::string_view name) const;
  [[nodiscard]] std::vector<float>& array(std::string_view name);
  friend bool operator==(const Layer&, const Layer&) = default;
};

/// A sequence of layers with their parameters; one may also receive the input of another (Skip).
class Network {
 public:
  Network() = default;
  /// @throws Error when sizes of layers or parameters do not match, or a parameter is not finite
  explicit Network(std::vector<Layer> layers, Skip skip = Skip::kNone);
  /// Parameters as each kind of layer starts.
  Network(const NetworkSpec& spec, Random& random);

  [[nodiscard]] const std::vector<Layer>& layers() const noexcept { return layers_; }
  [[nodiscard]] Skip skip() const noexcept { return skip_; }
  /// Whether layer i also receives what layer skips_from() does.
  [[nodiscard]] bool skips_to(std::size_t i) const {
    return skip_ == Skip::kInput && i == last_learned_;
  }
  [[nodiscard]] std::size_t skips_from() const noexcept { return first_learned_; }
  [[nodiscard]] NetworkSpec spec() const;
  /// Widths of input and output; 0 for a network without layers.
  [[nodiscard]] int inputs() const { return layers_.empty() ? 0 : layers_.front().spec.inputs; }
  [[nodiscard]] int outputs() const { return layers_.empty() ? 0 : layers_.back().spec.outputs; }
  [[nodiscard]] std::size_t parameter_count() const;

  /// (B, inputs) -> (B, outputs), in plain loops; Inference does the same fast.
  /// @throws UsageError on another width
  [[nodiscard]] Batch forward(const Batch& batch) const;

 private:
  std::vector<Layer> layers_;
  Skip skip_ = Skip::kNone;
  std::size_t first_learned_ = 0;
  std::size_t last_learned_ = 0;
};

}  // namespace poseaae::nn
