#pragma once

#include "poseaae/kernels/layout.hpp"
#include "simd.hpp"

/// Quaternions (w x y z) and points of many samples at once, with the adjoints that gradients need.
namespace poseaae::kernels {
namespace {

template <typename T>
struct Point {
  Vec<T> x{}, y{}, z{};
};

template <typename T>
struct Quaternion {
  Vec<T> w{};
  Point<T> v;
};

template <typename T>
POSEAAE_INLINE Point<T> operator+(const Point<T>& a, const Point<T>& b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
template <typename T>
POSEAAE_INLINE Point<T> operator-(const Point<T>& a, const Point<T>& b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
template <typename T>
POSEAAE_INLINE Point<T> scaled(const Point<T>& a, Vec<T> s) {
  return {a.x * s, a.y * s, a.z * s};
}
template <typename T>
POSEAAE_INLINE Vec<T> dot(const Point<T>& a, const Point<T>& b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
template <typename T>
POSEAAE_INLINE Point<T> cross(const Point<T>& a, const Point<T>& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

template <typename T>
POSEAAE_INLINE Quaternion<T> operator+(const Quaternion<T>& a, const Quaternion<T>& b) {
  return {a.w + b.w, a.v + b.v};
}
template <typename T>
POSEAAE_INLINE Quaternion<T> scaled(const Quaternion<T>& a, Vec<T> s) {
  return {a.w * s, scaled<T>(a.v, s)};
}
template <typename T>
POSEAAE_INLINE Vec<T> dot(const Quaternion<T>& a, const Quaternion<T>& b) {
  return a.w * b.w + dot<T>(a.v, b.v);
}
template <typename T>
POSEAAE_INLINE Quaternion<T> conjugate(const Quaternion<T>& a) {
  return {a.w, {-a.v.x, -a.v.y, -a.v.z}};
}
/// Hamilton's. For c = a b, the gradients are ga = gc conj(b) and gb = conj(a) gc.
template <typename T>
POSEAAE_INLINE Quaternion<T> operator*(const Quaternion<T>& a, const Quaternion<T>& b) {
  return {a.w * b.w - dot<T>(a.v, b.v),
          {a.w * b.v.x + b.w * a.v.x + a.v.y * b.v.z - a.v.z * b.v.y,
           a.w * b.v.y + b.w * a.v.y + a.v.z * b.v.x - a.v.x * b.v.z,
           a.w * b.v.z + b.w * a.v.z + a.v.x * b.v.y - a.v.y * b.v.x}};
}

/// p + 2 (w u x p + u x (u x p)) for q = (w, u): the rotation of p where q is of length 1.
template <typename T>
POSEAAE_INLINE Point<T> rotated(const Quaternion<T>& q, const Point<T>& p) {
  const Point<T> c = cross<T>(q.v, p);
  const Point<T> sum = scaled<T>(c, q.w) + cross<T>(q.v, c);
  return p + sum + sum;
}
/// The gradient by q of g . rotated(q, p).
template <typename T>
POSEAAE_INLINE Quaternion<T> rotated_adjoint(const Quaternion<T>& q, const Point<T>& p,
                                             const Point<T>& g) {
  const Point<T> pg = cross<T>(p, g);
  const Vec<T> up = dot<T>(q.v, p), gu = dot<T>(g, q.v), gp = dot<T>(g, p);
  const Point<T> half =
      scaled<T>(pg, q.w) + scaled<T>(g, up) + scaled<T>(p, gu) - scaled<T>(q.v, gp + gp);
  const Vec<T> half_w = dot<T>(q.v, pg);
  return {half_w + half_w, half + half};
}

template <typename T>
POSEAAE_INLINE Point<T> broadcast_point(const T* p) {
  return {broadcast<T>(p[0]), broadcast<T>(p[1]), broadcast<T>(p[2])};
}
/// Rows of kLanes in a panel; `p` points into the first of them.
template <typename T>
POSEAAE_INLINE Quaternion<T> load_quaternion(const T* p) {
  return {load<T>(p), {load<T>(p + kLanes), load<T>(p + 2 * kLanes), load<T>(p + 3 * kLanes)}};
}
template <typename T>
POSEAAE_INLINE void store_quaternion(T* p, const Quaternion<T>& q) {
  store<T>(p, q.w);
  store<T>(p + kLanes, q.v.x);
  store<T>(p + 2 * kLanes, q.v.y);
  store<T>(p + 3 * kLanes, q.v.z);
}
template <typename T>
POSEAAE_INLINE Point<T> load_point(const T* p) {
  return {load<T>(p), load<T>(p + kLanes), load<T>(p + 2 * kLanes)};
}
template <typename T>
POSEAAE_INLINE void store_point(T* p, const Point<T>& v) {
  store<T>(p, v.x);
  store<T>(p + kLanes, v.y);
  store<T>(p + 2 * kLanes, v.z);
}

}  // namespace
}  // namespace poseaae::kernels
