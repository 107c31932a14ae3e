#pragma once

#include <map>
#include <span>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::mocap {

/// T frames of motion of a skeleton: a local rotation per joint, a root position, and translation
/// tracks for other joints that move relative to their parent.
///
/// World transform of joint j in frame t: R_j = R_parent q(t, j), p_j = p_parent + R_parent l(t,
/// j), with l(t, 0) = root_position(t) and l(t, j) = the joint's track where it has one, its offset
/// otherwise. Metres, seconds; unit quaternions w x y z, T x J x 4 in one contiguous array.
class Motion {
 public:
  /// All rotations identity, the root at its offset. fps > 0. @throws Error
  Motion(Skeleton skeleton, double fps, int frames);

  [[nodiscard]] const Skeleton& skeleton() const noexcept { return skeleton_; }
  [[nodiscard]] int frames() const noexcept { return frames_; }
  [[nodiscard]] int joints() const noexcept { return skeleton_.joints(); }
  [[nodiscard]] double fps() const noexcept { return fps_; }
  [[nodiscard]] double duration_s() const noexcept { return frames_ / fps_; }
  void set_fps(double fps);

  [[nodiscard]] Quat rotation(int frame, int joint) const;
  /// Normalises q.
  void set_rotation(int frame, int joint, const Quat& q);
  [[nodiscard]] Vec3 root_position(int frame) const;
  void set_root_position(int frame, const Vec3& position);

  /// T x J x 4, w x y z.
  [[nodiscard]] std::span<const double> rotations() const noexcept { return rotations_; }
  [[nodiscard]] std::span<double> rotations() noexcept { return rotations_; }
  /// J x 4 of one frame.
  [[nodiscard]] std::span<const double> pose(int frame) const;
  /// T x 3.
  [[nodiscard]] std::span<const double> root_positions() const noexcept { return root_positions_; }
  [[nodiscard]] std::span<double> root_positions() noexcept { return root_positions_; }

  /// Joint -> T local positions that replace its offset. Never holds joint 0.
  [[nodiscard]] const std::map<int, std::vector<Vec3>>& translations() const noexcept {
    return translations_;
  }
  /// @throws Error when the joint is the root or out of range, or the size is not T
  void set_translation(int joint, std::vector<Vec3> track);
  void remove_translation(int joint) { translations_.erase(joint); }
  /// l(t, j) above.
  [[nodiscard]] Vec3 local_position(int frame, int joint) const;

  /// Frames [first, last). @throws UsageError that names the valid range
  [[nodiscard]] Motion slice(int first, int last) const;

 private:
  Skeleton skeleton_;
  double fps_;
  int frames_;
  std::vector<double> rotations_;
  std::vector<double> root_positions_;
  std::map<int, std::vector<Vec3>> translations_;
};

}  // namespace poseaae::mocap
