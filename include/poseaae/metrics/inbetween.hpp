#pragma once

#include <Eigen/Core>

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"

/// How near a filled gap comes to the motion that was there: L2Q, L2P and NPSS as the LAFAN1
/// benchmark defines them. Each measure takes one gap of T frames; the benchmark's figures are
/// taken over the gaps of all windows.
///
/// Source: Harvey, Yurick, Nowrouzezahrai and Pal, Robust motion in-betweening, ACM Transactions on
/// Graphics 39 (4), 2020, and the evaluation published with its data set.
namespace poseaae::metrics {

/// A row per frame, a column per feature.
using Sequence = BatchOf<double>;

/// (T, 3J) world positions of all joints, in metres.
[[nodiscard]] Sequence world_positions(const mocap::Motion& motion);

/// (T, 4J) world rotations w x y z, each the product of the local quaternions from the root down.
/// Their signs are those of the products, so that they are continuous where the local ones are.
[[nodiscard]] Sequence world_rotations(const mocap::Motion& motion);

/// Mean and standard deviation (divided by N) of each feature over all rows that were added.
class FeatureScale {
 public:
  /// @throws UsageError when the width is not that of the rows before
  void add(const Sequence& rows);
  void add(const FeatureScale& other);

  [[nodiscard]] double rows() const noexcept { return count_; }
  [[nodiscard]] const Eigen::RowVectorXd& mean() const noexcept { return mean_; }
  [[nodiscard]] Eigen::RowVectorXd deviation() const;
  /// (x - mean) / deviation. A feature that never varied has no scale and becomes 0.
  /// @throws UsageError when the width is not that of the rows that were added
  [[nodiscard]] Sequence normalised(const Sequence& rows) const;

 private:
  void merge(double count, const Eigen::RowVectorXd& mean, const Eigen::RowVectorXd& squares);

  double count_ = 0.0;
  Eigen::RowVectorXd mean_;
  Eigen::RowVectorXd squares_;  ///< sum of (x - mean)^2
};

/// 1/T sum_t |x_t - y_t|, the norm being taken over all features of a frame at once.
///   L2Q  the mean of this over gaps of equal length, of world rotations
///   L2P  the same of world positions, normalised by the statistics of the training windows
/// Neither divides by the number of joints: skeletons of more joints have larger values.
/// @throws UsageError on sizes that differ, or no frame
[[nodiscard]] double mean_frame_distance(const Sequence& truth, const Sequence& filled);

/// The two sums of NPSS, over the features d of one gap:
///   X_kd = Re sum_t x_td exp(-2 pi i k t / T),  k = 0 .. T - 1
///   P_kd = X_kd^2 / sum_k X_kd^2,  and Q likewise of the filled gap
///   emd_d = sum_k |sum_{l <= k} (P_ld - Q_ld)|,  the earth mover's distance of the two spectra
///   weighted = sum_d w_d emd_d,  power = sum_d w_d,  with w_d = sum_k X_kd^2 of the truth
/// NPSS, of world rotations, is the sum of `weighted` over all gaps, divided by that of `power`.
///
/// Only the real part of the transform counts, as in the published evaluations: a sine that starts
/// at 0 has no power. The spectrum of a feature without power is that of a constant (all at k = 0).
///
/// Source: Gopalakrishnan, Mali, Kifer, Giles and Ororbia, A neural temporal model for human motion
/// prediction, CVPR 2019.
struct SpectrumDistance {
  double weighted = 0.0;
  double power = 0.0;
};
/// @throws UsageError on sizes that differ, or no frame
[[nodiscard]] SpectrumDistance spectrum_distance(const Sequence& truth, const Sequence& filled);

}  // namespace poseaae::metrics
