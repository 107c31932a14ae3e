#pragma once

#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/nn/layer_kind.hpp"

namespace poseaae::nn {

/// Fast evaluation of a network: the same function as Network::forward(), by the loops of its
/// layers. May be shared between threads.
class Inference {
 public:
  /// `rotation` is the form of the rotations in of_rotations() and to_rotations().
  explicit Inference(const Network& network,
                     kernels::RotationForm rotation = kernels::RotationForm::kQuaternion);

  /// (B, inputs) -> (B, outputs). @throws UsageError on another width
  [[nodiscard]] Batch operator()(const Batch& batch) const;
  /// Unit quaternions (B, 4J) -> (B, outputs): the network applied to their features.
  /// @throws UsageError
  [[nodiscard]] Batch of_rotations(const Batch& poses) const;
  /// (B, inputs) -> unit quaternions (B, 4J), from the rotations that the outputs represent; the
  /// zero quaternion becomes the identity. @throws UsageError
  [[nodiscard]] Batch to_rotations(const Batch& batch) const;
  /// The same into `poses`, which allocates nothing where a call before it in this thread was as
  /// large and `poses` is of that size.
  void to_rotations(const Batch& batch, Batch& poses) const;

 private:
  struct Layer {
    std::shared_ptr<const LayerLoops<float>> loops;
    kernels::Buffer<float> parameters;
  };

  /// Which side of the network the caller sees as rotations.
  enum class Rotations { kNeither, kInputs, kOutputs };
  struct Panels;
  void apply(const Batch& batch, Rotations rotations, Batch& result) const;
  /// Applies all layers to panels.x, in place.
  void forward(std::size_t count, Panels& panels) const;

  std::vector<Layer> layers_;
  kernels::RotationForm rotation_;
  bool skip_;
  std::size_t skips_from_ = 0;  ///< layers, as in Network
  std::size_t skips_to_ = 0;
  std::size_t widest_ = 0;  ///< of all layers' inputs and outputs
  std::size_t kept_ = 0;    ///< the most rows that a layer works in
};

}  // namespace poseaae::nn
