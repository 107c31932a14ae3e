#pragma once

#include <vector>

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/kernels/table.hpp"
#include "poseaae/model/network.hpp"

namespace poseaae::model {

/// A network made ready to be applied fast: the same function as Network::forward(), which defines
/// it, with the weights in the kernels' blocked form. May be shared between threads.
class Inference {
 public:
  /// `rotation` says in which numbers the two functions of rotations below see them.
  explicit Inference(const Network& network, RotationForm rotation = RotationForm::kQuaternion);

  /// (B, inputs) -> (B, outputs). @throws UsageError on another width
  [[nodiscard]] Batch operator()(const Batch& batch) const;
  /// Unit quaternions (B, 4J) -> (B, outputs): the network applied to their numbers.
  /// @throws UsageError
  [[nodiscard]] Batch of_rotations(const Batch& poses) const;
  /// (B, inputs) -> unit quaternions (B, 4J), from the rotations that the outputs stand for; the
  /// zero quaternion becomes 1. @throws UsageError
  [[nodiscard]] Batch to_rotations(const Batch& batch) const;

 private:
  struct Layer {
    LayerSpec spec;
    kernels::Buffer<float> weights;
    kernels::Buffer<float> bias;
    [[nodiscard]] kernels::Dense<float> dense() const;
  };

  /// Which side of the network is rotations to the caller.
  enum class Rotations { kNeither, kInputs, kOutputs };
  struct Panels;
  [[nodiscard]] Batch apply(const Batch& batch, Rotations rotations) const;
  /// From panels.x through all layers, back to panels.x.
  void forward(std::size_t count, Panels& panels) const;

  std::vector<Layer> layers_;
  RotationForm rotation_;
  bool skip_;
  std::size_t widest_ = 0;  ///< of all layers' inputs and outputs
};

}  // namespace poseaae::model
