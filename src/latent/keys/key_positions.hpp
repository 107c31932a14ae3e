#pragma once

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"

namespace poseaae::latent::keys {

/// Positions of joints, seen from the body and its heading, in the frames of keys, and the way back
/// of their gradient. T is float or double.
template <typename T>
class KeyPositions {
 public:
  KeyPositions(const mocap::Skeleton& skeleton, int body, kernels::RotationForm form);

  /// Features of rotations (N, F) -> positions (N, 3J), metres.
  [[nodiscard]] BatchOf<double> forward(const BatchOf<double>& features);
  /// The gradient by the positions of the last forward(), to that by its features.
  [[nodiscard]] BatchOf<double> backward(const BatchOf<double>& by_positions);

 private:
  [[nodiscard]] const T* panel(Eigen::Index first) const { return panels_.data() + first * size_; }

  mocap::KinematicChain<T> chain_;
  kernels::RotationForm form_;
  std::size_t joints_;
  std::size_t size_;  ///< F
  kernels::Buffer<T> panels_;
  kernels::Buffer<T> quaternions_;
  kernels::Buffer<T> positions_;
  kernels::Buffer<T> gradient_;
  kernels::Buffer<T> scratch_;
};

extern template class KeyPositions<float>;
extern template class KeyPositions<double>;

}  // namespace poseaae::latent::keys
