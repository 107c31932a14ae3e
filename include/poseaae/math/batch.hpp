#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <vector>

namespace poseaae {

/// B rows, one sample each, row-major.
template <typename T>
using BatchOf = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// (B, P) poses, (B, Z) latents.
using Batch = BatchOf<float>;

/// Numbers of at most `count` of so many rows, evenly spread: neighbours in a clip are alike.
[[nodiscard]] inline std::vector<int> spread_over(Eigen::Index rows, Eigen::Index count) {
  std::vector<int> chosen(static_cast<std::size_t>(std::min(count, rows)));
  for (Eigen::Index i = 0; i < std::ssize(chosen); ++i) {
    chosen[static_cast<std::size_t>(i)] = static_cast<int>(i * rows / std::ssize(chosen));
  }
  return chosen;
}

}  // namespace poseaae
