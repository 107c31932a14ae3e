#pragma once

#include "poseaae/model/network.hpp"

namespace poseaae::latent {

using model::Batch;

/// A trajectory through latent space: T points (T, Z), one a frame, at a frame rate. Whatever
/// travels (walks, offsets, mixes) takes and gives paths; decode() turns one into motion.
struct LatentPath {
  Batch points;  ///< (T, Z)
  double fps = 30.0;

  [[nodiscard]] int frames() const { return static_cast<int>(points.rows()); }
  [[nodiscard]] int dim() const { return static_cast<int>(points.cols()); }
};

/// (1 - t) a + t b
[[nodiscard]] Eigen::VectorXf lerp(const Eigen::VectorXf& a, const Eigen::VectorXf& b, double t);

/// (sin((1 - t) w) a + sin(t w) b) / sin w with w the angle between a and b (Shoemake 1985): where
/// latents follow N(0, I), the straight line between two of them dips towards the centre, where
/// few poses live; this arc does not. Equals lerp where a and b are parallel or one of them is
/// zero.
[[nodiscard]] Eigen::VectorXf slerp(const Eigen::VectorXf& a, const Eigen::VectorXf& b, double t);

/// `frames` points spread evenly in time over the path, ends included, linear in between; a path of
/// one point is repeated. @throws UsageError when the path is empty or frames < 1
[[nodiscard]] Batch resample(const Batch& points, int frames);

/// The same journey at another frame rate, its duration (T - 1)/fps kept to within one new frame.
[[nodiscard]] LatentPath at_fps(const LatentPath& path, double fps);

/// The first `frames` points of a curve that passes keys.row(i) at frame i * spacing: cubic Hermite
/// pieces with tangents (key[i+1] - key[i-1]) / 2 (Catmull and Rom 1974), so that position and
/// velocity are continuous. @throws UsageError when the keys do not reach that far
[[nodiscard]] Batch curve_through(const Batch& keys, int spacing, int frames);

}  // namespace poseaae::latent
