#pragma once

namespace poseaae::math {

/// x and z of a point or a way on the floor, y up.
template <typename T>
struct OnFloor {
  T x;
  T z;
};

/// Y(a), the turn about the vertical by a heading a, from its cosine and sine:
///   Y(a) (x, z) = (x cos a + z sin a, z cos a - x sin a).
template <typename T>
struct Heading {
  T cosine = T(1);
  T sine = T(0);

  [[nodiscard]] OnFloor<T> turn(T x, T z) const {
    return {cosine * x + sine * z, cosine * z - sine * x};
  }
  /// Y(-a) (x, z), which is also the way back of gradients: from g by Y(a) (x, z) to that by (x,
  /// z).
  [[nodiscard]] OnFloor<T> turn_back(T x, T z) const {
    return {cosine * x - sine * z, sine * x + cosine * z};
  }
};

/// The gradient by the heading a: of L(p) with p = Y(a) (x, z), from p and g = dL/dp,
///   dL/da = g_x p_z - g_z p_x.
template <typename T>
[[nodiscard]] T by_heading(const OnFloor<T>& p, const OnFloor<T>& g) {
  return g.x * p.z - g.z * p.x;
}

}  // namespace poseaae::math
