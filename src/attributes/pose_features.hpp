#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/positions.hpp"
#include "poseaae/mocap/clip.hpp"

namespace poseaae::attributes {

/// The visible features of a pose, for probes that do not use latents: positions of the joints in
/// metres relative to the joint that carries the body, facing forward (3K); and three features that
/// are not linear in these: heights of that joint and of the head (the joint that is highest on
/// average) above the lowest joint, metres, and the forward lean of the line from the body's joint
/// to the head, radians, negative when it leans back.
class PoseFeatures {
 public:
  /// `poses` (N, 4J) are real poses; `root` says how their root rotation was edited: headings are
  /// removed if they were kept. @throws UsageError as metrics::PoseSpace does
  PoseFeatures(const mocap::Skeleton& skeleton, const Batch& poses, mocap::RootRotation root);

  [[nodiscard]] int width() const { return 3 * static_cast<int>(space_.joints().size()) + 3; }
  /// (N, 4J) -> (N, 3K + 3). @throws UsageError when the width differs
  [[nodiscard]] Batch of(const Batch& poses) const;

 private:
  metrics::PoseSpace space_;
  bool turned_;
  Eigen::Index head_ = 0;
};

}  // namespace poseaae::attributes
