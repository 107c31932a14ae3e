#pragma once

#include <memory>
#include <span>
#include <tuple>

#include "poseaae/kernels/table.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::nn {

/// An array among a layer's parameters.
struct ArrayShape {
  std::string name;                ///< as in files, such as "weight"
  std::vector<std::size_t> sizes;  ///< row-major

  [[nodiscard]] std::size_t count() const;
};

/// A layer on panels (kernels/layout.hpp), forward and backward, with its parameters in a layout of
/// its own. It has no state and does not allocate: whoever runs it owns the memory.
template <typename T>
class LayerLoops {
 public:
  explicit LayerLoops(const LayerSpec& spec)
      : inputs(static_cast<std::size_t>(spec.inputs)),
        outputs(static_cast<std::size_t>(spec.outputs)),
        activation(spec.activation) {}
  LayerLoops(const LayerLoops&) = delete;
  LayerLoops& operator=(const LayerLoops&) = delete;
  virtual ~LayerLoops() = default;

  /// Numbers that the parameters take, a multiple of kLanes; what pads them stays zero.
  [[nodiscard]] virtual std::size_t size() const = 0;
  /// The arrays of a layer into that layout, which holds zeros, and back.
  virtual void pack(const Layer& layer, T* parameters) const = 0;
  virtual void unpack(const T* parameters, Layer& layer) const = 0;

  /// Rows of a panel that forward() writes beside y: those that backward() reads or, without one,
  /// those that forward() itself works in.
  [[nodiscard]] virtual std::size_t kept_rows(bool with_backward) const = 0;
  /// Rows of a panel that backward() works in.
  [[nodiscard]] virtual std::size_t scratch_rows() const = 0;

  /// `panels` of y from those of x. `kept` is null where kept_rows() is 0.
  virtual void forward(const kernels::Table<T>& kernels, const T* parameters, std::size_t panels,
                       const T* x, T* y, T* kept) const = 0;

  /// What backward() is given: x, y and kept of forward(), and the gradient by y, which it may
  /// change. And what it computes: stored, or with `add` added, the gradient by the parameters,
  /// unless `gradient` is null; and that by x, stored unless `dx` is null.
  struct Backward {
    const T* x;
    const T* y;
    const T* kept;
    T* dy;
    T* scratch;
    bool add;
    T* gradient;
    T* dx;
  };
  virtual void backward(const kernels::Table<T>& kernels, const T* parameters, std::size_t panels,
                        const Backward& at) const = 0;

  const std::size_t inputs;
  const std::size_t outputs;
  const Activation activation;
};

template <typename T>
using MakeLoops = std::shared_ptr<const LayerLoops<T>> (*)(const LayerSpec& spec);

/// A kind of layer: what its parameters are, and how it computes. Each is described in a file of
/// its own and listed in layer_kinds.inc.
struct LayerKind {
  std::string name;  ///< in files
  /// The parameters of such a layer. @throws Error when it cannot have these widths
  std::vector<ArrayShape> (*arrays)(const LayerSpec& spec);
  /// Fills the arrays, which have their sizes, for training to start from.
  void (*initialise)(Layer& layer, Random& random);
  /// (B, inputs) -> (B, outputs): the definition, which the loops compute fast.
  Batch (*apply)(const Layer& layer, const Batch& x);
  std::tuple<MakeLoops<float>, MakeLoops<double>> loops;
  bool learns = true;  ///< whether an optimiser changes its parameters
};

/// All kinds. The first is dense: y = activation(W x + b), with "weight" W (O, I) and "bias" b (O).
[[nodiscard]] const std::vector<LayerKind>& layer_kinds();
/// @throws ModelError when there is none of this name
[[nodiscard]] const LayerKind& layer_kind(std::string_view name);

[[nodiscard]] bool learns(const LayerSpec& spec);
/// The first and the last layer that learns; all, if none does.
struct Learned {
  std::size_t first = 0;
  std::size_t last = 0;
};
[[nodiscard]] Learned learned(std::span<const LayerSpec> layers);

/// The parameters of a layer. @throws Error when there is no such layer
[[nodiscard]] std::vector<ArrayShape> arrays_of(const LayerSpec& spec);
template <typename T>
[[nodiscard]] std::shared_ptr<const LayerLoops<T>> loops_of(const LayerSpec& spec) {
  return std::get<MakeLoops<T>>(layer_kind(spec.kind).loops)(spec);
}

/// The makers of a class template that derives from LayerLoops.
template <template <typename> class Made>
[[nodiscard]] constexpr std::tuple<MakeLoops<float>, MakeLoops<double>> makers_of() {
  return {[](const LayerSpec& spec) -> std::shared_ptr<const LayerLoops<float>> {
            return std::make_shared<Made<float>>(spec);
          },
          [](const LayerSpec& spec) -> std::shared_ptr<const LayerLoops<double>> {
            return std::make_shared<Made<double>>(spec);
          }};
}

}  // namespace poseaae::nn
