#pragma once

#include <optional>
#include <string>
#include <vector>

#include "poseaae/core/random.hpp"
#include "poseaae/dataset/pose_rows.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "poseaae/model/network.hpp"

namespace poseaae::training {

struct AugmentationOptions {
  bool mirror = false;
  bool turn = false;
  /// Bring each quaternion back to the hemisphere of its joint's mean pose, as the poses are with
  /// SignRule::kCanonical.
  bool hemispheres = false;
};

/// Poses that could as well have been recorded, made from poses that were: the second half of a
/// batch, whose order is random, is replaced by mirror images (mocap::JointMirror), and each pose
/// is turned about the vertical by an angle uniform in [-pi, pi), at the joint that carries the
/// body.
class Augmentation {
 public:
  /// `poses` are those to learn from: their mean tells how the rest pose's frames are mirrored, and
  /// which joint turns. @throws UsageError when mirror is asked of a skeleton without two sides
  Augmentation(const mocap::Skeleton& skeleton, const dataset::PoseRows& poses,
               const AugmentationOptions& options);

  /// (B, P) in place, with a number from `random` for each turn. Returns how many poses, the first
  /// ones, are as recorded but for a turn.
  [[nodiscard]] Eigen::Index apply(model::Batch& batch, Random& random) const;

  /// (B, P) -> (2B, P): the poses, and their mirror images after them; as they are where mirroring
  /// was not asked for.
  [[nodiscard]] model::Batch with_mirror_images(const model::Batch& batch) const;

  /// Each of a pose's J x 4 numbers, in place.
  void mirror(std::span<float> pose) const;
  void turn(std::span<float> pose, double angle) const;

  /// A line when left and right of the skeleton differ by more than 5 % of a bone, or "".
  [[nodiscard]] std::string warning() const;

 private:
  AugmentationOptions options_;
  std::optional<mocap::JointMirror> mirror_;
  std::vector<int> path_;         ///< from the root to the joint that carries the body
  std::vector<float> reference_;  ///< J x 4, the mean
  std::string warning_;
};

}  // namespace poseaae::training
