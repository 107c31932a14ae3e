#include "poseaae/mocap/frame_mirror.hpp"

namespace poseaae::mocap {

FrameMirror FrameMirror::along_axes(int half_turn) {
  Quat u(0.0, 0.0, 0.0, 0.0);
  (half_turn == 0 ? u.w() : u.vec()[half_turn - 1]) = 1.0;
  return {half_turn, u};
}

FrameMirror FrameMirror::across(const Vec3& normal) {
  Quat u;
  u.w() = 0.0;
  u.vec() = normal.normalized();
  return FrameMirror(u);
}

Vec3 FrameMirror::operator()(const Vec3& l) const {
  if (half_turn_ < 0) return -(turn_ * l);
  Vec3 image = half_turn_ == 0 ? Vec3(-l) : l;
  if (half_turn_ > 0) image[half_turn_ - 1] = -image[half_turn_ - 1];
  return image;
}

FrameMirror FrameMirror::inverse() const {
  return half_turn_ >= 0 ? *this : FrameMirror(turn_.conjugate());
}

}  // namespace poseaae::mocap
