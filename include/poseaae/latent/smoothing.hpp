#pragma once

#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::latent {

/// argmin_x sum_t |x_t - z_t|^2 + lambda sum_t |x_{t+1} - 2 x_t + x_{t-1}|^2: the points (T, Z)
/// with bends smoothed out. lambda 0 changes nothing, straight lines at constant speed stay for any
/// lambda, and as lambda goes to infinity, the result becomes the least-squares line. The condition
/// (I + lambda D^T D) x = z is solved by its banded Cholesky factor, O(T Z).
///
/// Away from the ends, a sinusoid of f hertz comes out multiplied by
///   1 / (1 + 16 lambda sin(pi f / fps)^4)
/// and without delay. lambda up to 1e10 is solved to better than 1e-4.
/// Source: Whittaker, On a new method of graduation, 1923; Eilers, A perfect smoother, 2003.
/// @throws UsageError unless 0 <= lambda <= 1e10
[[nodiscard]] Batch smooth(const Batch& points, double lambda);
[[nodiscard]] LatentPath smooth(const LatentPath& path, double lambda);

/// The lambda whose response at `cutoff_hz` is 1 / sqrt 2 (-3 dB), whatever the frame rate:
///   lambda = (sqrt 2 - 1) / (16 sin(pi cutoff / fps)^4)
/// Slower movement is kept, faster movement removed (with the fourth power of the frequency). Dance
/// has frequencies up to about 6 Hz; a cut-off of 2 Hz makes it flow, 0.5 Hz leaves only its
/// outline.
/// @throws UsageError unless 0 < cutoff_hz <= fps / 2, or when lambda would be beyond 1e10 (a
/// cut-off below 0.0004 fps)
[[nodiscard]] double lambda_for_cutoff(double cutoff_hz, double fps);

}  // namespace poseaae::latent
