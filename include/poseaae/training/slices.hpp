#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace poseaae::training {

template <typename T>
using RowsOf = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Random directions along which engines compare encodings with N(0, I), and generated poses with
/// recorded ones.
inline constexpr int kLatentDirections = 32;
inline constexpr int kPositionDirections = 64;

/// (F, count + F): as many random unit vectors, the same in every engine for the same step, then
/// the F axes.
[[nodiscard]] Eigen::MatrixXf slice_directions(Eigen::Index features, Eigen::Index count,
                                               std::int64_t step);

/// (n): Phi^-1((i + 1/2) / n), where n samples of N(0, 1) would lie, ascending.
[[nodiscard]] std::vector<double> normal_quantiles(std::size_t count);

/// The sliced Wasserstein distance (squared, W2; Bonneel et al. 2015; Kolouri et al. 2018,
/// "Sliced-Wasserstein Autoencoder"): samples are seen along many directions, where the optimal
/// transport only has to sort,
///   mean over directions d and ranks i of (x_d(i) - y_d(i))^2.
/// T is float or double; memory is kept from step to step.
template <typename T>
class Slices {
 public:
  /// Directions of the next distances, of x's and y's with `features` numbers.
  void set_directions(Eigen::Index features, Eigen::Index count, std::int64_t step);

  /// Of x (n, F) and N(0, I).
  T to_normal(const RowsOf<T>& x, T factor, RowsOf<T>& gradient);
  /// Of x (n, F) and y (n, F), samples that stay where they are. Both put `factor` times the
  /// gradient by x into `gradient`.
  T to_samples(const RowsOf<T>& x, const RowsOf<T>& y, T factor, RowsOf<T>& gradient);

 private:
  using Column = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
  /// Against targets (n, D), ascending down each column; or of one column, for all directions.
  T distance(const RowsOf<T>& x, const Column& targets, T factor, RowsOf<T>& gradient);

  Column directions_;  ///< (F, D)
  Column seen_;        ///< (n, D)
  Column targets_;
  std::vector<int> order_;
};

extern template class Slices<float>;
extern template class Slices<double>;

}  // namespace poseaae::training
