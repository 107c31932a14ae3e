#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "poseaae/mocap/motion.hpp"

namespace poseaae::mocap::gltf {

/// The rest pose of a file whose joints have the axes A_j, and what its nodes say of it: rotation
/// A_p* A_j, translation A_p* l_j.
class RestPose {
 public:
  /// `axes`: A_j per joint; empty: the room's. The rest pose stands on the floor, y = 0, where the
  /// skeleton's root is at the origin. @throws UsageError unless there is one per joint or none
  RestPose(const Skeleton& skeleton, const std::vector<Quat>& axes);

  [[nodiscard]] Quat axes(int joint) const {
    return axes_.empty() || joint < 0 ? Quat::Identity() : axes_[joint];
  }
  [[nodiscard]] Quat rotation(int joint) const;
  /// l in the room's axes into those of the joint's parent in the file.
  [[nodiscard]] Vec3 translation(int joint, const Vec3& l) const;
  [[nodiscard]] const Vec3& offset(int joint) const { return offsets_[joint]; }
  /// Where the joint is.
  [[nodiscard]] const Vec3& at(int joint) const { return at_[joint]; }
  [[nodiscard]] bool has_axes() const noexcept { return !axes_.empty(); }

 private:
  const Skeleton& skeleton_;
  std::vector<Quat> axes_;
  std::vector<Vec3> offsets_;
  std::vector<Vec3> at_;
};

/// How many keys a track needs.
enum class Keys { kNone, kOne, kAll };

/// Rotations of a joint as glTF has them: x y z w, unit, each on the hemisphere of the one before;
/// r_j = A_p* q_j A_j.
struct RotationTrack {
  Keys keys = Keys::kNone;
  std::vector<float> values;         ///< 4 per key
  std::vector<std::int16_t> packed;  ///< instead of values: 32767 times each number
};
/// kNone where the joint keeps the rotation of the rest pose, kOne where it keeps another.
/// @throws Error naming joint and frame where a number is not finite
[[nodiscard]] RotationTrack rotation_track(const Motion& motion, const RestPose& rest, int joint);
/// The same track in half the bytes. A number changes by up to 1.53e-5, so that a point changes its
/// place by up to kPackedError times its distance from the joint, even where a program takes the
/// four numbers without bringing them to unit length.
inline constexpr double kPackedError = 6.2e-5;
void pack(RotationTrack& track);

/// Translations of a joint, x y z: A_p* l(t, j).
struct TranslationTrack {
  Keys keys = Keys::kNone;
  std::vector<float> values;  ///< 3 per key
  Vec3 constant{0, 0, 0};     ///< kNone: where the joint is throughout, for its node
};
[[nodiscard]] TranslationTrack translation_track(const Motion& motion, const RestPose& rest,
                                                 int joint);

/// Per joint, whether its rotations can be packed so that no joint and no tip is more than
/// `tolerance` metres from its place: those at the ends of the body, since what counts is the sum
/// over the way from the root of kPackedError times the distance.
[[nodiscard]] std::vector<bool> packable(const Skeleton& skeleton, double tolerance);

}  // namespace poseaae::mocap::gltf
