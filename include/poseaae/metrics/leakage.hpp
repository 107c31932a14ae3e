#pragma once

#include <Eigen/Core>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/math/batch.hpp"

namespace poseaae::metrics {

/// Whether test poses leak into the train set: the median distance from a test pose to the nearest
/// train pose, relative to the median distance between consecutive frames of a clip. A random split
/// of frames leaves the neighbours of a frame in the train set, so that the ratio is about 1 or
/// less.
///
/// Measured on the Bandai Namco recordings (174 clips at 30 fps, a fifth held out, three seeds):
/// random frames 0.88 to 0.90, blocks of 4 s with gaps 1.4 to 1.5, whole clips 3.3 to 4.1; the
/// median distance between consecutive frames is 11 mm. The threshold lies between the first two.
struct Leakage {
  Eigen::VectorXd nearest_m;                 ///< (test poses)
  double median_m = 0.0;                     ///< of nearest_m
  double frame_step_m = 0.0;                 ///< median distance of consecutive frames
  static constexpr double kThreshold = 1.2;  ///< of ratio(), below which test poses leak

  [[nodiscard]] double ratio() const { return median_m / frame_step_m; }
  [[nodiscard]] bool leaks() const { return median_m < kThreshold * frame_step_m; }
  /// A message with the finding and what to do; "" if nothing leaks.
  [[nodiscard]] std::string warning() const;
};

/// A stretch of consecutive frames: first row and number, of `all`.
using Stretch = std::pair<int, int>;

/// `train` and `test` are points (N, 3K); `all` those of every clip in order, `clips` its
/// stretches. @throws UsageError on widths that differ, no test or train pose, or no two
/// consecutive frames
[[nodiscard]] Leakage leakage(const Batch& train, const Batch& test, const Batch& all,
                              const std::vector<Stretch>& clips, int threads = 0);

/// The same with distances that are already known.
[[nodiscard]] Leakage leakage(Eigen::VectorXd nearest_m, const Batch& all,
                              const std::vector<Stretch>& clips);

}  // namespace poseaae::metrics
