#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"
#include "poseaae/mocap/row_shape.hpp"

/// Poses as rows of numbers, and the trained maps between them and latents.
namespace poseaae::codec {

using kernels::RotationForm;

[[nodiscard]] const Names<RotationForm>& rotation_names();

/// Numbers of a frame that belong together.
struct Channel {
  std::string name;
  int first = 0;  ///< place of the first of them in the frame
  int numbers = 0;
};

/// Rows that are windows of time.
struct Window {
  int frames = 32;    ///< W
  int hop = 24;       ///< frames from one window of a path to the next, at most W
  int body = 0;       ///< the joint that carries the body (mocap::body_joint())
  double fps = 30.0;  ///< of the frames
  friend bool operator==(const Window&, const Window&) = default;
};

/// What the P numbers of a row are, and what networks see of them.
///
/// A row of a pose is one frame: the local rotation of each of J joints, unit quaternions w x y z,
/// P = 4J. A row of a window is W frames one after the other, which also have the way of the body
/// and the contacts of its feet (mocap::RowShape): channels "rotations", "root" and "contacts".
/// Files name theirs, so that a program refuses rows that it does not know.
///
/// Networks see F features: of each rotation the quaternion or the first two columns of its matrix
/// (6J a frame), and the other numbers as they are. A reference pose chooses between q and -q,
/// which are one rotation: the one on the hemisphere of the joint's rotation in the reference.
class PoseFormat {
 public:
  /// `reference`: J x 4, or empty: signs stay as they are. Without a `window`, rows are poses.
  /// @throws ModelError on another size of the reference, a hop beyond the window, no such joint
  explicit PoseFormat(mocap::Skeleton skeleton, RotationForm form = RotationForm::kQuaternion,
                      std::vector<float> reference = {}, std::optional<Window> window = {});

  [[nodiscard]] const mocap::Skeleton& skeleton() const noexcept { return skeleton_; }
  [[nodiscard]] RotationForm form() const noexcept { return form_; }
  [[nodiscard]] const std::vector<float>& reference() const noexcept { return reference_; }
  [[nodiscard]] const std::optional<Window>& window() const noexcept { return window_; }
  [[nodiscard]] const mocap::RowShape& shape() const noexcept { return shape_; }
  [[nodiscard]] const std::vector<Channel>& channels() const noexcept { return channels_; }
  /// Frames from one row of a path to the next: 1 for poses.
  [[nodiscard]] int hop() const { return window_ ? window_->hop : 1; }
  /// P.
  [[nodiscard]] int width() const { return shape_.width(); }
  /// F.
  [[nodiscard]] int features() const { return shape_.features(form_); }
  /// The same with another reference.
  [[nodiscard]] PoseFormat with_reference(std::vector<float> reference) const;

  /// @throws UsageError on rows of another width
  void require(const Batch& rows) const;
  /// @throws UsageError naming the first joint in which a skeleton differs
  void require(const mocap::Skeleton& found) const;
  /// @throws UsageError on frames of another width
  void require_frames(const Batch& frames) const;
  /// Names of the channels, as files keep them. @throws ModelError where a file has others
  [[nodiscard]] std::string channel_names() const;
  void require_channels(const std::string& names) const;

  /// (T, P / W): the frames of a motion of this skeleton. @throws UsageError
  [[nodiscard]] Batch frames_of(const mocap::Motion& motion) const;
  /// The motion of frames: of poses, with the root at the origin; of windows, from the origin on
  /// along the way that they tell, above a floor at height 0. @throws UsageError
  [[nodiscard]] mocap::Motion motion_of_frames(const Batch& frames, double fps) const;
  /// The contacts that the frames of windows tell: 1 from a half on. None of poses.
  [[nodiscard]] footing::Contacts contacts_of(const Batch& frames) const;

  /// (K, P): the rows of a path through frames: each frame of a pose, windows every hop() frames.
  /// The last window begins where none later is needed to cover all frames; beyond the last, the
  /// dancer stands still in it.
  [[nodiscard]] Batch rows_of_frames(const Batch& frames) const;
  /// The frames of such rows, in which windows overlap: the average with the weights of Hann,
  /// sin^2(pi (i + 1/2) / W), of rotations as the normalised sum of quaternions on one hemisphere.
  /// (K - 1) hop + W frames; of a loop, whose first row follows its last, K hop.
  [[nodiscard]] Batch frames_of_rows(const Batch& rows, bool loops = false) const;
  /// The same for a clip that is followed to its end: where the last window would reach beyond, it
  /// is laid back so that it ends with the last frame. In one that is longer than all frames, the
  /// dancer stands still beyond. frames_to_end() of these rows has the clip's `frames`; the rows
  /// are rows_of_frames(), and their frames frames_of_rows(), where windows fit in without that.
  [[nodiscard]] Batch rows_to_end(const Batch& frames) const;
  [[nodiscard]] Batch frames_to_end(const Batch& rows, int frames) const;
  /// The numbers of rows that cover so many frames, and of frames that rows have.
  [[nodiscard]] int rows_for(int frames) const;
  [[nodiscard]] int frames_for(int rows, bool loops = false) const;
  /// The most of so many frames that rows, one every hop(), cover without reaching beyond; all, if
  /// no row fits in.
  [[nodiscard]] int frames_inside(int frames) const;
  /// rows_of_frames(frames_of(motion)), and motion_of_frames(frames_of_rows(rows)).
  [[nodiscard]] Batch rows_of(const mocap::Motion& motion) const;
  [[nodiscard]] mocap::Motion motion_of(const Batch& rows, double fps) const;
  /// (B, 4J): of each row the pose in the middle of its time.
  [[nodiscard]] Batch poses_of(const Batch& rows) const;

  /// Flips quaternions to the hemispheres of the reference, if there is one: of frames or rows, or
  /// of the numbers of some.
  void align(Batch& rows) const;
  void align(std::span<float> frames) const;
  /// Aligned, (B, P) -> (B, F). @throws UsageError
  [[nodiscard]] Batch features_of(Batch rows) const;
  /// (B, F) -> (B, P), from any numbers: quaternions are normalised (the zero quaternion becomes
  /// the identity), columns are made orthonormal by Gram-Schmidt.
  [[nodiscard]] Batch rows_of_features(const Batch& features) const;

 private:
  mocap::Skeleton skeleton_;
  RotationForm form_;
  std::vector<float> reference_;
  std::optional<Window> window_;
  std::vector<footing::Foot> feet_;  ///< of windows
  mocap::RowShape shape_;
  std::vector<Channel> channels_;
};

}  // namespace poseaae::codec
