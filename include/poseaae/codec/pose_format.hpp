#pragma once

#include <span>
#include <string>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"

/// Poses as rows of numbers, and the trained maps between them and latents.
namespace poseaae::codec {

using kernels::RotationForm;

[[nodiscard]] const Names<RotationForm>& rotation_names();

/// Numbers of a row that belong together.
struct Channel {
  std::string name;
  int first = 0;  ///< place of the first of them in the row
  int numbers = 0;
};

/// What the P numbers of a row of poses are, and what networks see of them.
///
/// A row is a list of channels. Today there is one, "rotations": the local rotation of each of J
/// joints in one frame, unit quaternions w x y z, P = 4J (mocap::PoseView reads them). Root motion,
/// contacts or more frames would be channels behind it. Files name theirs, so that a program
/// refuses rows that it does not know.
///
/// Networks see F features: the quaternions, or the first two columns of their matrices (6J). A
/// reference pose chooses between q and -q, which are one rotation: the one on the hemisphere of
/// the joint's rotation in the reference.
class PoseFormat {
 public:
  /// `reference`: J x 4, or empty: signs stay as they are. @throws ModelError on another size
  explicit PoseFormat(mocap::Skeleton skeleton, RotationForm form = RotationForm::kQuaternion,
                      std::vector<float> reference = {});

  [[nodiscard]] const mocap::Skeleton& skeleton() const noexcept { return skeleton_; }
  [[nodiscard]] RotationForm form() const noexcept { return form_; }
  [[nodiscard]] const std::vector<float>& reference() const noexcept { return reference_; }
  [[nodiscard]] const std::vector<Channel>& channels() const noexcept { return channels_; }
  /// P.
  [[nodiscard]] int width() const { return channels_.back().first + channels_.back().numbers; }
  /// F.
  [[nodiscard]] int features() const;

  /// @throws UsageError on rows of another width
  void require(const Batch& rows) const;
  /// @throws UsageError naming the first joint in which a skeleton differs
  void require(const mocap::Skeleton& found) const;
  /// Names of the channels, as files keep them. @throws ModelError where a file has others
  [[nodiscard]] std::string channel_names() const;
  void require_channels(const std::string& names) const;

  /// (T, P) of a motion of this skeleton. @throws UsageError
  [[nodiscard]] Batch rows_of(const mocap::Motion& motion) const;
  /// The motion of rows (T, P), with the root at the origin. @throws UsageError
  [[nodiscard]] mocap::Motion motion_of(const Batch& rows, double fps) const;
  /// Flips quaternions to the hemispheres of the reference, if there is one: of rows, or of the
  /// numbers of one.
  void align(Batch& rows) const;
  void align(std::span<float> pose) const;
  /// Aligned, (B, P) -> (B, F). @throws UsageError
  [[nodiscard]] Batch features_of(Batch rows) const;
  /// (B, F) -> (B, P), from any numbers: quaternions are normalised (the zero quaternion becomes
  /// the identity), columns are made orthonormal by Gram-Schmidt.
  [[nodiscard]] Batch rows_of_features(const Batch& features) const;

 private:
  mocap::Skeleton skeleton_;
  RotationForm form_;
  std::vector<float> reference_;
  std::vector<Channel> channels_;
};

}  // namespace poseaae::codec
