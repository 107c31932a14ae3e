#pragma once

#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/generation.hpp"

/// How made motion compares with recorded motion, as positions of joints relative to the body
/// (metrics::PoseSpace).
namespace poseaae::metrics {

/// Clips of points (T, 3K) at one frame rate.
struct Motions {
  std::vector<Batch> points;
  double fps = 30.0;

  /// (N, 15K): of each window of `frames`, one beginning at every second frame, the points at five
  /// evenly spaced frames, since neighbours differ little. @throws UsageError when there are fewer
  /// than two windows
  [[nodiscard]] Batch windows(int frames) const;
  /// Mean over points of |x_{t+1} - x_t| fps, metres / s, of every frame but the last of a clip.
  [[nodiscard]] std::vector<double> speeds() const;
  /// mean_jerk() over all frames of all clips, metres / s^3.
  [[nodiscard]] double jerk() const;
};

/// Made motion against recorded motion; distances of windows as Motions::windows() has them, at
/// most 2000 of each, spread evenly.
struct MotionQuality {
  double train_m2 = 0.0;     ///< frechet_distance() to windows of the training clips
  double held_out_m2 = 0.0;  ///< to those of held-out clips, which memorising does not lower
  PrecisionRecall quality;   ///< of windows against training windows
  double speed_m_s = 0.0;    ///< mean of Motions::speeds()
  /// wasserstein_1() of the frames' speeds to those of the training clips.
  double speeds_m_s = 0.0;
  double jerk_m_s3 = 0.0;
};

/// Training and held-out clips, ready to be compared with.
class MotionYardstick {
 public:
  /// @throws UsageError when clips of either are shorter than a window of so many frames
  MotionYardstick(const Motions& train, const Motions& held_out, int window, int threads = 0);

  [[nodiscard]] MotionQuality measure(const Motions& motions) const;
  /// MotionQuality::quality.precision alone.
  [[nodiscard]] double precision(const Motions& motions) const;
  /// average_pairwise_distance() of the windows that measure() compares, metres.
  [[nodiscard]] double diversity(const Motions& motions) const;

 private:
  [[nodiscard]] Batch windows_of(const Motions& motions) const;

  int window_;
  int threads_;
  Batch train_;
  Batch held_out_;
  std::vector<double> speeds_;
};

}  // namespace poseaae::metrics
