#pragma once

#include <optional>
#include <string>
#include <vector>

#include "poseaae/base/noise.hpp"
#include "poseaae/codec/pose_format.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/math/batch_rows.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::training {

struct AugmentationOptions {
  bool mirror = false;
  bool turn = false;
};

/// Whether any pose gives the joint another rotation than the first.
[[nodiscard]] bool turns(const BatchRows& poses, int joint);
/// mocap::body_joint() of a skeleton that takes these poses.
[[nodiscard]] int body_of(const mocap::Skeleton& skeleton, const BatchRows& poses);

/// Data augmentation of batches: the second half of a batch, whose order is random, is replaced by
/// mirror images (mocap::JointMirror), and each pose is rotated about the vertical by an angle
/// uniform in [-pi, pi), at the joint that carries the body. The poses keep the signs of their
/// format's reference, where it has one.
class Augmentation {
 public:
  /// `poses` are the training poses: their mean determines how the frames of the rest pose are
  /// mirrored, and which joint is rotated. A skeleton without mirror images goes without, with a
  /// warning().
  Augmentation(codec::PoseFormat format, const BatchRows& poses,
               const AugmentationOptions& options);

  /// (B, P) in place, with a number of `noise` for each row. Returns the number of poses at
  /// the start of the batch that are not mirrored.
  [[nodiscard]] Eigen::Index apply(Batch& batch, const Noise& noise) const;

  /// (B, P) -> (2B, P): the poses, followed by their mirror images; unchanged if mirroring is off.
  [[nodiscard]] Batch with_mirror_images(const Batch& batch) const;

  /// One row (P), or one pose, in place.
  void mirror(std::span<float> row) const;
  void turn(std::span<float> pose, double angle) const;

  /// Whether half of each batch is mirrored.
  [[nodiscard]] bool mirrors() const noexcept { return mirror_.has_value(); }

  /// A warning, in a line, if left and right of the skeleton differ by more than 5 % of a bone, if
  /// a joint has no counterpart, or if there are no mirror images and why; otherwise "".
  [[nodiscard]] std::string warning() const;

 private:
  void find_mirror(const BatchRows& poses);

  codec::PoseFormat format_;
  AugmentationOptions options_;
  std::optional<mocap::JointMirror> mirror_;
  std::vector<int> mirrored_contacts_;  ///< of windows: the point whose mirror image each is
  std::vector<int> path_;               ///< from the root to the joint that carries the body
  std::string warning_;
};

}  // namespace poseaae::training
