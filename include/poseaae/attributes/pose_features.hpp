#pragma once

#include "poseaae/metrics/positions.hpp"
#include "poseaae/mocap/clip.hpp"

namespace poseaae::attributes {

using metrics::Rows;

/// What an eye sees of a pose, for probes that know nothing of latents: positions of the joints in
/// metres from the joint that carries the body, facing forward (3K); and three numbers that are no
/// straight sum of these: heights of that joint and of the head (the joint that is highest on
/// average) above the lowest joint, metres, and how far the line from the body's joint to the head
/// leans forward, radians, negative when it leans back.
class PoseFeatures {
 public:
  /// `poses` (N, 4J) are real ones; `root` says what has become of their body's rotation: headings
  /// are taken away where they were kept. @throws UsageError as metrics::PoseSpace does
  PoseFeatures(const mocap::Skeleton& skeleton, const Rows& poses, mocap::RootRotation root);

  [[nodiscard]] int width() const { return 3 * static_cast<int>(space_.joints().size()) + 3; }
  /// (N, 4J) -> (N, 3K + 3). @throws UsageError on another width
  [[nodiscard]] Rows of(const Rows& poses) const;

 private:
  metrics::PoseSpace space_;
  bool turned_;
  Eigen::Index head_ = 0;
};

}  // namespace poseaae::attributes
