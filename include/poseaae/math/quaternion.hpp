#pragma once

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

/// Rotations as unit Hamilton quaternions. In memory shared with files and networks the order is
/// w x y z; Eigen::Quaternion has its own order, and is accessed through w(), x(), y(), z().
namespace poseaae::math {

using Vec3 = Eigen::Vector3d;
using Quat = Eigen::Quaterniond;

inline constexpr std::size_t kQuatSize = 4;

/// Reads and writes w x y z.
template <typename Scalar>
[[nodiscard]] inline Eigen::Quaternion<Scalar> load_wxyz(const Scalar* p) {
  return {p[0], p[1], p[2], p[3]};
}
template <typename Scalar>
inline void store_wxyz(const Eigen::Quaternion<Scalar>& q, Scalar* p) {
  p[0] = q.w();
  p[1] = q.x();
  p[2] = q.y();
  p[3] = q.z();
}

/// q <- q (cos h, sin h e_axis), a rotation by another 2h radians about the x (0), y (1) or z (2)
/// axis of the frame that q rotates to. In place, w x y z.
inline void turn_wxyz(double* q, int axis, double half_angle) {
  const double c = std::cos(half_angle);
  const double s = std::sin(half_angle);
  const int next = (1 << axis) & 3;  // 0 -> 1 -> 2 -> 0
  double& along = q[1 + axis];
  double& b = q[1 + next];
  double& d = q[1 + (3 - axis - next)];
  const double w = q[0];
  q[0] = c * w - s * along;
  along = c * along + s * w;
  const double old = b;
  b = c * old + s * d;
  d = c * d - s * old;
}

/// 2 atan2(|v|, |w|) of a^-1 b: the angle between two rotations in [0, pi], the same for q and -q.
[[nodiscard]] double angle_between(const Quat& a, const Quat& b);

/// q or -q, whichever lies on the hemisphere of `reference` (non-negative dot product).
[[nodiscard]] Quat same_hemisphere(const Quat& q, const Quat& reference);

/// The smallest rotation that turns the direction of `from` into that of `to`; for opposite
/// directions, half a turn about an axis perpendicular to both. Neither may be zero.
[[nodiscard]] Quat rotation_between(const Vec3& from, const Vec3& to);

/// Shortest-arc slerp (Shoemake 1985), t in [0, 1].
[[nodiscard]] Quat slerp(const Quat& a, const Quat& b, double t);

/// exp of a rotation vector (axis times angle in radians), and its inverse with angle in [0, pi].
[[nodiscard]] Quat from_rotation_vector(const Vec3& v);
[[nodiscard]] Vec3 to_rotation_vector(const Quat& q);

/// The rotation about unit `axis` nearest to q: q = swing * twist, the twist of the swing-twist
/// decomposition. Identity where it is undefined (a half turn about a perpendicular axis).
[[nodiscard]] Quat twist_about(const Quat& q, const Vec3& axis);

/// Order in which three elementary rotations are multiplied: kZXY means R = Rz Rx Ry, that is,
/// R = R_first R_second R_third.
enum class EulerOrder { kXYZ, kXZY, kYXZ, kYZX, kZXY, kZYX };

/// The axis (0 x, 1 y, 2 z) of each factor, in order.
[[nodiscard]] std::array<int, 3> axes_of(EulerOrder order);

/// R = R_a(angles[0]) R_b(angles[1]) R_c(angles[2]) with axes a b c as the order lists them;
/// radians.
[[nodiscard]] Quat from_euler(EulerOrder order, const Vec3& angles);
/// The inverse, with the middle angle in [-pi/2, pi/2]; at gimbal lock the third angle is 0. The
/// angles always give the same rotation, but need not be those that it was made from.
[[nodiscard]] Vec3 to_euler(EulerOrder order, const Quat& q);
/// Of all angles that give the same rotation, those nearest to `previous`: (x0, x1, x2) and
/// (x0 + pi, pi - x1, x2 + pi) with any multiples of 2 pi, and at gimbal lock every division of the
/// turn between the first and the third. Along a movement they do not jump, and may leave
/// [-pi, pi].
[[nodiscard]] Vec3 to_euler(EulerOrder order, const Quat& q, const Vec3& previous);

/// Scales each quaternion of a flat w x y z array to length 1; a zero quaternion becomes identity.
template <typename Scalar>
void normalise_wxyz(std::span<Scalar> quaternions);

/// Sign continuity over T frames of J quaternions (T x J x 4): flips q to -q where it lies on the
/// opposite hemisphere to the same joint in the frame before. The rotations stay the same.
template <typename Scalar>
void make_continuous_wxyz(std::span<Scalar> quaternions, std::size_t joints);

/// Flips the quaternions of each pose (T x J x 4) to the hemisphere of their joint in `reference`
/// (J x 4), so that the choice between q and -q is the same in every clip.
template <typename Scalar>
void align_hemispheres_wxyz(std::span<Scalar> quaternions, std::span<const Scalar> reference);

}  // namespace poseaae::math
