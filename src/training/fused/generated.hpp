#pragma once

#include <vector>

#include "activations.hpp"
#include "extent.hpp"
#include "parameters.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"
#include "poseaae/training/slices.hpp"

namespace poseaae::training::fused {

/// Poses decoded from samples of the prior, and the sliced Wasserstein distance of their joint
/// positions (root at the origin and left out) from those of recorded poses, whose gradient trains
/// the decoder. Reconstruction alone does not train the decoder between encodings.
template <typename T>
class Generated {
 public:
  /// The decoder is the layers of `autoencoder` from `first_layer` on.
  Generated(const EngineSetup& setup, const kernels::Table<T>& kernels, Parameters<T>& autoencoder,
            std::size_t first_layer);

  void reserve(std::size_t panels, std::size_t threads);

  /// Decodes a piece of the samples of the prior, and computes the joint positions of these and of
  /// `poses` (quaternions); both are panels of the whole batch.
  void decode(const Extent& batch, const Piece& piece, int thread, const T* prior, const T* poses);
  /// The distance over all pieces; stores `factor` times its gradient.
  double compare(const Extent& batch, T factor, std::int64_t step);
  /// Adds a piece's gradient to the decoder's of `thread`.
  void backward(const Extent& batch, const Piece& piece, int thread, const T* prior);

 private:
  [[nodiscard]] std::size_t position_size() const;  ///< of a panel of positions

  const kernels::Table<T>& kernels_;
  mocap::KinematicChain<T> bones_;
  std::size_t joints_;
  kernels::RotationForm rotation_;
  Activations<T> decoder_;
  Slices<T> slices_;
  Buffer<T> generated_;  ///< positions, panels
  Buffer<T> recorded_;
  Buffer<T> by_positions_;
  std::vector<Buffer<T>> scratch_;  ///< one per thread
  BatchOf<T> generated_rows_, recorded_rows_, gradient_rows_;
};

extern template class Generated<float>;
extern template class Generated<double>;

}  // namespace poseaae::training::fused
