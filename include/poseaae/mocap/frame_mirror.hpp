#pragma once

#include "poseaae/math/quaternion.hpp"

namespace poseaae::mocap {

using math::Quat;
using math::Vec3;

/// S = -P with P a rotation (unit quaternion u): how a joint's frame is reflected. A half turn P
/// about an axis gives the reflection in the plane across it, and no turn the one in the origin;
/// these four flip signs and nothing else, without rounding.
class FrameMirror {
 public:
  /// P is no turn (0), or a half turn about x, y or z (1, 2, 3).
  [[nodiscard]] static FrameMirror along_axes(int half_turn);
  /// The reflection in the plane through the origin with this normal.
  [[nodiscard]] static FrameMirror across(const Vec3& normal);
  /// P from any unit quaternion u.
  explicit FrameMirror(const Quat& turn) : turn_(turn) {}

  [[nodiscard]] Vec3 operator()(const Vec3& l) const;
  /// u.
  [[nodiscard]] const Quat& turn() const noexcept { return turn_; }
  [[nodiscard]] bool flips_signs() const noexcept { return half_turn_ >= 0; }
  [[nodiscard]] FrameMirror inverse() const;

  friend bool operator==(const FrameMirror& a, const FrameMirror& b) {
    return a.half_turn_ == b.half_turn_ && a.turn_.coeffs() == b.turn_.coeffs();
  }

 private:
  FrameMirror(int half_turn, const Quat& turn) : half_turn_(half_turn), turn_(turn) {}

  int half_turn_ = -1;  ///< -1: another rotation
  Quat turn_;
};

}  // namespace poseaae::mocap
