#pragma once

#include <vector>

#include "poseaae/nn/activations.hpp"
#include "poseaae/nn/extent.hpp"
#include "poseaae/objective/room_positions.hpp"

namespace poseaae::objective {

/// Rows decoded from a step's samples of the prior, and the positions of their joints beside those
/// of as many recorded rows, for the terms that compare the two (LossTerm::of_generated): of poses
/// with the root at the origin, of windows in the room, in kComparedFrames frames (RoomPositions).
/// Those terms add to one gradient by the positions, which then goes back through the decoder once
/// for all.
template <typename T>
class GeneratedRows {
 public:
  /// `network` is the decoder's number in `autoencoder`.
  GeneratedRows(const EngineSetup& setup, nn::Parameters<T>& autoencoder, std::size_t network,
                std::size_t threads);

  void reserve(std::size_t panels);
  /// Positions of the rows of a piece, and a gradient of 0. `prior` and `poses` are panels of the
  /// samples and of the recorded rows, from panel 0 on.
  void decode(const kernels::Table<T>& kernels, const nn::Piece& piece, int thread, const T* prior,
              const T* poses);
  /// From the gradient by positions to that of the decoder's parameters, to which it adds; `rows`
  /// are those of the batch that are generated.
  void backward(const kernels::Table<T>& kernels, const nn::Extent& rows, const nn::Piece& piece,
                int thread, const T* prior);

  /// Numbers of a row of positions, x y z of each joint, the root's first; and how many of them,
  /// the first, are 0 in every row, since the root of poses is at the origin.
  [[nodiscard]] std::size_t width() const { return 3 * rooms_.front().points(); }
  [[nodiscard]] Eigen::Index left_out() const noexcept { return left_out_; }
  // Panels of such rows, from panel `first` on.
  [[nodiscard]] const T* generated(std::size_t first) const {
    return generated_.data() + start(first);
  }
  [[nodiscard]] const T* recorded(std::size_t first) const {
    return recorded_.data() + start(first);
  }
  [[nodiscard]] T* by_positions(std::size_t first) { return by_positions_.data() + start(first); }

 private:
  [[nodiscard]] std::size_t start(std::size_t panel) const { return panel * rooms_.front().size(); }

  std::size_t truth_size_;  ///< numbers of a panel of recorded rows
  Eigen::Index left_out_;
  nn::Activations<T> decoder_;
  std::vector<RoomPositions<T>> rooms_;  ///< one per thread
  kernels::Buffer<T> generated_;
  kernels::Buffer<T> recorded_;
  kernels::Buffer<T> by_positions_;
};

extern template class GeneratedRows<float>;
extern template class GeneratedRows<double>;

}  // namespace poseaae::objective
