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
  explicit Inference(const Network& network);

  /// (B, inputs) -> (B, outputs). @throws UsageError on another width
  [[nodiscard]] Batch operator()(const Batch& batch) const;
  /// The same with the outputs taken as quaternions (w x y z) and brought to length 1; the zero
  /// quaternion becomes 1. @throws UsageError
  [[nodiscard]] Batch unit_quaternions(const Batch& batch) const;

 private:
  struct Layer {
    LayerSpec spec;
    kernels::Buffer<float> weights;
    kernels::Buffer<float> bias;
    [[nodiscard]] kernels::Dense<float> dense() const;
  };

  enum class Finish { kAsIs, kUnitQuaternions };
  [[nodiscard]] Batch apply(const Batch& batch, Finish finish) const;

  std::vector<Layer> layers_;
  std::size_t widest_ = 0;  ///< of all layers' outputs
};

}  // namespace poseaae::model
