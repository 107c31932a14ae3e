#pragma once

#include <vector>

#include "poseaae/latent/path.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::diffusion {

using latent::LatentPath;

/// The starts of windows of W frames on a path of T frames: 0, stride, 2 stride, ..., and T - W, so
/// that every frame is in one. @throws UsageError unless 1 <= W <= T and 1 <= stride <= W
[[nodiscard]] std::vector<int> window_starts(int frames, int window, int stride);

/// (N, W Z): the frames of each window side by side. @throws UsageError when one does not fit
[[nodiscard]] Batch cut_windows(const Batch& points, const std::vector<int>& starts, int window);

/// (T, Z) from windows (N, W Z): where several cover a frame, their mean, weighted by a triangle
/// that falls from the middle of each window to its ends. Windows cut from one path reproduce that
/// path.
/// @throws UsageError on sizes that do not fit or a frame that no window covers
[[nodiscard]] Batch cross_fade(const Batch& windows, const std::vector<int>& starts, int window,
                               int frames);

/// Windows as codes of mean 0 and covariance I, and back: c = E (w - m), w = m + D c, with the
/// principal components of training windows (metrics::Pca). For single poses (W = 1) this is the
/// whitening by the mean and covariance of the encodings; for longer windows, it also separates
/// slow, large changes from fast, small ones. In every code, data and noise have the same variance,
/// as a diffusion needs; and with an untrained denoiser (v = 0), samples follow the Gaussian of the
/// same mean and covariance, so that training starts from there.
struct WindowCode {
  int window = 1;    ///< W, frames
  int latents = 0;   ///< Z
  metrics::Pca pca;  ///< of (W Z) features, K components

  /// The components that together contain `share` of the variance, leaving out constant ones.
  /// @throws UsageError unless there are two windows and 0 < share <= 1
  [[nodiscard]] static WindowCode fit(const Batch& windows, int window, double share);

  /// K.
  [[nodiscard]] int size() const { return static_cast<int>(pca.variances.size()); }
  /// (N, W Z) -> (N, K)
  [[nodiscard]] Batch encode(const Batch& windows) const { return pca.latents(windows); }
  /// (N, K) -> (N, W Z)
  [[nodiscard]] Batch decode(const Batch& codes) const { return pca.features(codes); }
  /// (N, W Z) of unit noise on frames -> (N, K) of unit noise on codes: V^T n for orthonormal
  /// components V. Windows that overlap see the same noise where they do, and so begin in
  /// agreement.
  [[nodiscard]] Batch encode_noise(const Batch& windows) const;
};

}  // namespace poseaae::diffusion
