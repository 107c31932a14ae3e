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
