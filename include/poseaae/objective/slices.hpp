#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "poseaae/math/batch.hpp"

namespace poseaae::objective {

/// Number of random directions along which engines compare encodings with N(0, I), and generated
/// poses with recorded ones.
inline constexpr int kLatentDirections = 32;
inline constexpr int kPositionDirections = 64;
/// Frames of windows in which generated ones are compared with recorded ones, evenly spread.
inline constexpr std::size_t kComparedFrames = 4;

/// (F, count + F): `count` random unit vectors, the same in every engine for the same step, then
/// the F axes.
[[nodiscard]] Eigen::MatrixXf slice_directions(Eigen::Index features, Eigen::Index count,
                                               std::int64_t step);

/// (n): Phi^-1((i + 1/2) / n), the quantiles of N(0, 1) at the midranks of n samples, ascending.
[[nodiscard]] std::vector<double> normal_quantiles(std::size_t count);

/// The sliced Wasserstein distance (squared, W2; Bonneel et al. 2015; Kolouri et al. 2018,
/// "Sliced-Wasserstein Autoencoder"): samples are projected onto many directions, along each of
/// which optimal transport is a matter of sorting,
///   mean over directions d and ranks i of (x_d(i) - y_d(i))^2.
/// T is float or double. Memory is reused from step to step.
template <typename T>
class Slices {
 public:
  /// Chooses the directions for the distances that follow; x and y have `features` columns.
  void set_directions(Eigen::Index features, Eigen::Index count, std::int64_t step);

  /// Distance of x (n, F) from N(0, I).
  T to_normal(const BatchOf<T>& x, T factor, BatchOf<T>& gradient);
  /// Distance of x (n, F) from y (n, F). Both functions write `factor` times the gradient with
  /// respect to x to `gradient`.
  T to_samples(const BatchOf<T>& x, const BatchOf<T>& y, T factor, BatchOf<T>& gradient);

 private:
  using Column = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
  /// Against targets (n, D), ascending down each column; or of one column, for all directions.
  T distance(const BatchOf<T>& x, const Column& targets, T factor, BatchOf<T>& gradient);

  Column directions_;  ///< (F, D)
  Column seen_;        ///< (n, D)
  Column targets_;
  std::vector<int> order_;
};

extern template class Slices<float>;
extern template class Slices<double>;

}  // namespace poseaae::objective
