#pragma once

#include <Eigen/Core>
#include <functional>
#include <span>
#include <vector>

#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

/// A path resampled in time: between frames, at another frame rate, or at another speed.
namespace poseaae::latent {

/// The cubic spline with knots 0, 1, ..., T - 1 through T points (T, Z): piece by piece a cubic in
/// time, value, first and second derivative continuous; not-a-knot ends (the third derivative is
/// continuous at the second and the last but one knot), so that cubics come back exactly and the
/// error at the ends falls with the fourth power of the spacing, as it does within. Three points
/// give a parabola, two a line, and one point stays. A curve parametrised by its chords
/// (centripetal) would be rounder but would change the timing; frames have fixed times, so these
/// are the knots. Source: de Boor, A Practical Guide to Splines, 1978, chapter IV.
class TimeSpline {
 public:
  /// @throws UsageError without a point
  explicit TimeSpline(const Batch& points);

  [[nodiscard]] int frames() const { return static_cast<int>(values_.rows()); }
  /// The curve at `moment`, in frames: 0 the first point, T - 1 the last; beyond these, the end
  /// point. At whole moments, it passes the points exactly.
  [[nodiscard]] Eigen::VectorXd at(double moment) const;
  /// Its derivative there, per frame; 0 beyond the ends.
  [[nodiscard]] Eigen::VectorXd velocity(double moment) const;

 private:
  using Rows = BatchOf<double>;
  Rows values_;
  Rows curvatures_;  ///< (T, Z): second derivatives at the knots
};

/// The rows of TimeSpline(points) at `moments` (M), in frames: (M, Z); given frames are reproduced
/// bit for bit. @throws UsageError without a point
[[nodiscard]] Batch sample_at(const Batch& points, std::span<const double> moments);

/// The path at another frame rate along that spline: frame k is the path at k / fps, so the first
/// frame stays the same, and the duration (T - 1) / fps changes by less than one new frame (as
/// mocap::resample does with rotations). A whole multiple of the rate keeps every given frame. A
/// lower rate samples without a filter: apply smooth() first to remove what is faster than half of
/// it.
/// @throws UsageError when the path is empty or fps is not positive
[[nodiscard]] LatentPath upsample(const LatentPath& path, double fps);

/// The path `factor` times as slow at the same frame rate, along that spline: frame k is the path
/// at k / factor. Below 1 it is faster. @throws UsageError when the path is empty or factor is not
/// positive
[[nodiscard]] LatentPath slow_motion(const LatentPath& path, double factor);

/// `retime` (upsample(), slow_motion()) of a path whose first frame follows its last: the first
/// frame is appended at the end, and its result is removed again, so that the seam is as long as
/// any other step. @throws UsageError when the path is empty
[[nodiscard]] LatentPath over_seam(const LatentPath& loop,
                                   const std::function<LatentPath(const LatentPath&)>& retime);

}  // namespace poseaae::latent
