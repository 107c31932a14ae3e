#pragma once

#include <algorithm>

#include "poseaae/kernels/layout.hpp"

namespace poseaae::nn {

/// Consecutive panels of one pass.
struct Piece {
  std::size_t first;
  std::size_t count;
  bool add;  ///< not the first of its thread: add to the gradients

  [[nodiscard]] std::size_t end() const { return first + count; }
};

/// Number of samples of a batch, or of its first part.
struct Extent {
  std::size_t samples = 0;

  [[nodiscard]] std::size_t panels() const { return kernels::blocks_of(samples); }
  /// Samples of a panel; 0 beyond the last.
  [[nodiscard]] std::size_t lanes(std::size_t panel) const {
    const std::size_t before = panel * kernels::kLanes;
    return before >= samples ? 0 : std::min(kernels::kLanes, samples - before);
  }
  /// Those panels of a piece that are within; maybe none.
  [[nodiscard]] Piece part_of(const Piece& piece) const {
    const std::size_t end = std::min(piece.end(), panels());
    return {piece.first, end > piece.first ? end - piece.first : 0, piece.add};
  }
};

}  // namespace poseaae::nn
