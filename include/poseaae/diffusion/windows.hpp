#pragma once

#include <vector>

#include "poseaae/latent/path.hpp"
#include "poseaae/metrics/pca.hpp"

namespace poseaae::diffusion {

using latent::LatentPath;
using model::Batch;

/// Where windows of W frames begin on a path of T: 0, stride, 2 stride, ..., and T - W, so that
/// every frame is in one. @throws UsageError unless 1 <= W <= T and 1 <= stride <= W
[[nodiscard]] std::vector<int> window_starts(int frames, int window, int stride);

/// (N, W Z): the frames of each window side by side. @throws UsageError when one does not fit
[[nodiscard]] Batch cut_windows(const Batch& points, const std::vector<int>& starts, int window);

/// (T, Z) from windows (N, W Z): where several cover a frame, their mean, each weighted by a hat
/// that falls from its middle to its ends. Windows cut from one path give that path back.
/// @throws UsageError on sizes that do not fit or a frame that no window covers
[[nodiscard]] Batch cross_fade(const Batch& windows, const std::vector<int>& starts, int window,
                               int frames);

/// Windows as codes of mean 0 and covariance I, and back: c = E (w - m), w = m + D c, with the
/// principal components of training windows (metrics::Pca). For single poses (W = 1) this is the
/// whitening by the mean and covariance of the encodings; for longer windows it also parts what
/// changes slowly, and much, from what changes fast, and little. Noise as strong as the data in
/// every code is what a diffusion wants; and where the denoiser knows nothing (v = 0), samples are
/// the Gaussian of the same mean and covariance, so that learning starts there.
struct WindowCode {
  int window = 1;    ///< W, frames
  int latents = 0;   ///< Z
  metrics::Pca pca;  ///< of (W Z) features, K components

  /// The components that together hold `share` of the variance, none that does not vary.
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
