#pragma once

#include "quaternion.hpp"

/// Rotations as two columns of their matrix (rotation_form.hpp), for many samples at once.
namespace poseaae::kernels {
namespace {

template <typename T>
struct TwoColumns {
  Point<T> a1, a2;
};

/// The Gram-Schmidt frame (x y z), columns of a rotation matrix, of two vectors a1, a2.
template <typename T>
struct Frame {
  Point<T> x, y, z;
  Vec<T> along;     ///< x . a2
  Vec<T> inverse1;  ///< 1 / |a1|
  Vec<T> inverse2;  ///< 1 / |a2 - (x . a2) x|
};

template <typename T>
POSEAAE_INLINE Vec<T> inverse_of_length(const Point<T>& p) {
  return quick_inverse<T>(at_least<T>(quick_root<T>(dot<T>(p, p)), T(1e-12)));
}

template <typename T>
POSEAAE_INLINE Frame<T> frame_of(const Point<T>& a1, const Point<T>& a2) {
  Frame<T> frame;
  frame.inverse1 = inverse_of_length<T>(a1);
  frame.x = scaled<T>(a1, frame.inverse1);
  frame.along = dot<T>(frame.x, a2);
  const Point<T> rest = a2 - scaled<T>(frame.x, frame.along);
  frame.inverse2 = inverse_of_length<T>(rest);
  frame.y = scaled<T>(rest, frame.inverse2);
  frame.z = cross<T>(frame.x, frame.y);
  return frame;
}

template <typename T>
POSEAAE_INLINE Quaternion<T> chosen(Bits<T> mask, const Quaternion<T>& a, const Quaternion<T>& b) {
  return {mask ? a.w : b.w, {mask ? a.v.x : b.v.x, mask ? a.v.y : b.v.y, mask ? a.v.z : b.v.z}};
}

/// The unit quaternion of a rotation matrix: 4 q q^T is linear in the matrix, and each of its rows
/// is a multiple of q; the one with the largest diagonal loses no digits (Bar-Itzhack 2000). The
/// sign is the one that makes the row's own component positive. Not a frame: 1.
template <typename T>
POSEAAE_INLINE Quaternion<T> quaternion_of(const Frame<T>& m) {
  const Vec<T> wx = m.y.z - m.z.y, wy = m.z.x - m.x.z, wz = m.x.y - m.y.x;
  const Vec<T> xy = m.y.x + m.x.y, xz = m.z.x + m.x.z, yz = m.z.y + m.y.z;
  const Vec<T> ww = T(1) + m.x.x + m.y.y + m.z.z;
  const Vec<T> xx = T(1) + m.x.x - m.y.y - m.z.z;
  const Vec<T> yy = T(1) - m.x.x + m.y.y - m.z.z;
  const Vec<T> zz = T(1) - m.x.x - m.y.y + m.z.z;
  const Quaternion<T> vector =
      chosen<T>(yy > zz, Quaternion<T>{wy, {xy, yy, yz}}, Quaternion<T>{wz, {xz, yz, zz}});
  const Vec<T> larger = yy > zz ? yy : zz;
  const Quaternion<T> row_x{wx, {xx, xy, xz}};
  const Quaternion<T> imaginary = chosen<T>(xx > larger, row_x, vector);
  const Vec<T> largest = xx > larger ? xx : larger;
  const Quaternion<T> row = chosen<T>(ww > largest, Quaternion<T>{ww, {wx, wy, wz}}, imaginary);
  const Vec<T> size = dot<T>(row, row);
  Quaternion<T> q = scaled<T>(row, T(1) / square_root(size > T(0) ? size : broadcast<T>(T(1))));
  q.w = size > T(0) ? q.w : broadcast<T>(T(1));
  return q;
}

/// The gradient by a1 and a2 from `torque`, that by a small turn of the whole frame, dR = [dw] R.
/// From db1 = (I - b1 b1^T) da1 / |a1| and its like for b2: dw . b3 = b2 . da1 / |a1|,
/// dw . b2 = -b3 . da1 / |a1|, dw . b1 = (b3 . da2 - (b1 . a2) b3 . da1 / |a1|) / |u2|.
template <typename T>
POSEAAE_INLINE TwoColumns<T> six_gradient(const Frame<T>& frame, const Point<T>& torque) {
  const Vec<T> by_y = dot<T>(torque, frame.x) * frame.inverse2;
  const Vec<T> up = -(by_y * frame.along + dot<T>(torque, frame.y));
  const Vec<T> side = dot<T>(torque, frame.z);
  return {scaled<T>(scaled<T>(frame.z, up) + scaled<T>(frame.y, side), frame.inverse1),
          scaled<T>(frame.z, by_y)};
}

/// The first two columns of the matrix of a unit quaternion.
template <typename T>
POSEAAE_INLINE TwoColumns<T> columns_of(const Quaternion<T>& q) {
  const Point<T> v2 = q.v + q.v;
  return {
      {T(1) - q.v.y * v2.y - q.v.z * v2.z, q.v.x * v2.y + q.w * v2.z, q.v.x * v2.z - q.w * v2.y},
      {q.v.x * v2.y - q.w * v2.z, T(1) - q.v.x * v2.x - q.v.z * v2.z, q.v.y * v2.z + q.w * v2.x}};
}

template <typename T>
void to_six(std::size_t joints, std::size_t panels, const T* quaternions, T* six) {
  for (std::size_t j = 0; j < joints * panels; ++j) {
    for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
      const auto columns = columns_of<T>(load_quaternion<T>(quaternions + first + 4 * j * kLanes));
      store_point(six + first + 6 * j * kLanes, columns.a1);
      store_point(six + first + (6 * j + 3) * kLanes, columns.a2);
    }
  }
}

template <typename T>
void from_six(std::size_t joints, std::size_t panels, const T* six, T* quaternions) {
  for (std::size_t j = 0; j < joints * panels; ++j) {
    for (std::size_t first = 0; first < kLanes; first += kWidth<T>) {
      const T* const place = six + first + 6 * j * kLanes;
      store_quaternion(
          quaternions + first + 4 * j * kLanes,
          quaternion_of<T>(frame_of<T>(load_point<T>(place), load_point<T>(place + 3 * kLanes))));
    }
  }
}

}  // namespace
}  // namespace poseaae::kernels
