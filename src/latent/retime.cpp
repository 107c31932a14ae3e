#include "poseaae/latent/retime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::latent {

namespace {

using Rows = BatchOf<double>;

/// Second derivatives M of the not-a-knot spline with knots 0, 1, ...:
/// M_{i-1} + 4 M_i + M_{i+1} = 6 (y_{i+1} - 2 y_i + y_{i-1}) within. The end conditions
/// M_0 = 2 M_1 - M_2 turn the equation of i = 1 into 6 M_1 = 6 (...), and likewise at the other
/// end, so that what is left is a tridiagonal system between known values.
Rows not_a_knot_curvatures(const Rows& y) {
  const Eigen::Index count = y.rows();
  Rows m = Rows::Zero(count, y.cols());
  if (count < 3) return m;
  const auto bend = [&](Eigen::Index i) { return y.row(i + 1) - 2.0 * y.row(i) + y.row(i - 1); };
  m.row(1) = bend(1);
  m.row(count - 2) = bend(count - 2);
  // Thomas' elimination of rows 2 ... count - 3; diagonally dominant, so stable.
  Eigen::VectorXd upper = Eigen::VectorXd::Zero(count);
  for (Eigen::Index i = 2; i + 2 < count; ++i) {
    const double pivot = 4.0 - upper[i - 1];
    upper[i] = 1.0 / pivot;
    m.row(i) = (6.0 * bend(i) - m.row(i - 1)) / pivot;
  }
  for (Eigen::Index i = count - 3; i >= 2; --i) m.row(i) -= upper[i] * m.row(i + 1);
  if (count == 3) {
    m.row(0) = m.row(1);
    m.row(2) = m.row(1);
  } else {
    m.row(0) = 2.0 * m.row(1) - m.row(2);
    m.row(count - 1) = 2.0 * m.row(count - 2) - m.row(count - 3);
  }
  return m;
}

/// Moments 0, step, 2 step, ... up to the last frame; a moment that should be whole is.
std::vector<double> moments_every(double step, int frames) {
  constexpr double kRounding = 1e-6;  // of a frame: a last frame that falls on the grid stays
  const int count =
      mocap::checked_frames(std::floor((frames - 1) / step + kRounding) + 1.0, "retiming");
  std::vector<double> moments;
  moments.reserve(static_cast<std::size_t>(count));
  for (int k = 0; k < count; ++k) {
    const double moment = k * step;
    const double whole = std::round(moment);
    moments.push_back(std::abs(moment - whole) < 1e-9 * (1.0 + whole) ? whole : moment);
  }
  return moments;
}

/// The path at `moments`, its root with it, at a frame rate.
LatentPath at_moments(const LatentPath& path, std::span<const double> moments, double fps) {
  LatentPath result{sample_at(path.points, moments), fps};
  if (path.root) {
    result.root = path.root->with([&](const Batch& rows) { return sample_at(rows, moments); });
  }
  if (path.strides) result.strides = sample_at(*path.strides, moments);
  if (path.by_feet) result.by_feet = sample_at(*path.by_feet, moments);
  return result;
}

}  // namespace

TimeSpline::TimeSpline(const Batch& points) : values_(points.cast<double>()) {
  if (points.rows() == 0) throw UsageError("spline: expected at least one point, found none");
  curvatures_ = not_a_knot_curvatures(values_);
}

Eigen::VectorXd TimeSpline::at(double moment) const {
  const Eigen::Index last = values_.rows() - 1;
  if (!(moment > 0.0)) return values_.row(0);
  if (moment >= static_cast<double>(last)) return values_.row(last);
  const auto i = static_cast<Eigen::Index>(moment);
  const double u = moment - static_cast<double>(i);
  if (u == 0.0) return values_.row(i);
  const double v = 1.0 - u;
  return v * values_.row(i) + u * values_.row(i + 1) + (v * v * v - v) / 6.0 * curvatures_.row(i) +
         (u * u * u - u) / 6.0 * curvatures_.row(i + 1);
}

Eigen::VectorXd TimeSpline::velocity(double moment) const {
  const Eigen::Index last = values_.rows() - 1;
  if (last == 0 || moment < 0.0 || moment > static_cast<double>(last)) {
    return Eigen::VectorXd::Zero(values_.cols());
  }
  const Eigen::Index i = std::min(static_cast<Eigen::Index>(moment), last - 1);
  const double u = moment - static_cast<double>(i);
  const double v = 1.0 - u;
  return values_.row(i + 1) - values_.row(i) + (1.0 - 3.0 * v * v) / 6.0 * curvatures_.row(i) +
         (3.0 * u * u - 1.0) / 6.0 * curvatures_.row(i + 1);
}

Batch sample_at(const Batch& points, std::span<const double> moments) {
  const TimeSpline spline(points);
  Batch result(static_cast<Eigen::Index>(moments.size()), points.cols());
  for (std::size_t k = 0; k < moments.size(); ++k) {
    result.row(static_cast<Eigen::Index>(k)) = spline.at(moments[k]).cast<float>();
  }
  return result;
}

LatentPath upsample(const LatentPath& path, double fps) {
  require_between("frame rate", fps, 1e-3, mocap::kMaxFps, " frames per second");
  if (path.frames() == 0)
    throw UsageError("frame rate: expected a path with at least one frame, found none");
  return at_moments(path, moments_every(path.fps / fps, path.frames()), fps);
}

LatentPath slow_motion(const LatentPath& path, double factor) {
  require_between("slow motion", factor, 1e-3, 1e3, " (2 halves the speed)");
  if (path.frames() == 0)
    throw UsageError("slow motion: expected a path with at least one frame, found none");
  LatentPath slow = at_moments(path, moments_every(1.0 / factor, path.frames()), path.fps);
  slow.by_feet.reset();
  slow.strides.reset();  // gravity does not slow down: feet would tell other flights
  return slow;
}

LatentPath over_seam(const LatentPath& loop,
                     const std::function<LatentPath(const LatentPath&)>& retime) {
  if (loop.frames() == 0)
    throw UsageError("seam: expected a path with at least one frame, found none");
  LatentPath round{Batch(loop.frames() + 1, loop.dim()), loop.fps};
  round.points << loop.points, loop.points.row(0);
  if (loop.root) round.root = around(*loop.root);
  if (loop.strides) {
    const Batch& strides = *loop.strides;
    const Eigen::Index last = strides.rows() - 1;
    const float step = last > 0 ? strides(last, 0) - strides(last - 1, 0) : 0.0F;
    round.strides = Batch(strides.rows() + 1, 1);
    *round.strides << strides, strides.row(last).array() + step;
  }
  if (loop.by_feet) {
    round.by_feet = Batch(loop.frames() + 1, 1);
    *round.by_feet << *loop.by_feet, loop.by_feet->row(0);
  }
  LatentPath result = retime(round);
  const int frames = std::max(result.frames() - 1, 1);
  result.points.conservativeResize(frames, Eigen::NoChange);
  if (result.root) result.root->rows.conservativeResize(frames, Eigen::NoChange);
  if (result.strides) result.strides->conservativeResize(frames, Eigen::NoChange);
  if (result.by_feet) result.by_feet->conservativeResize(frames, Eigen::NoChange);
  return result;
}

}  // namespace poseaae::latent
