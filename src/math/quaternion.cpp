#include "poseaae/math/quaternion.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::math {

double angle_between(const Quat& a, const Quat& b) {
  const Quat d = a.conjugate() * b;
  return 2.0 * std::atan2(d.vec().norm(), std::abs(d.w()));
}

Quat same_hemisphere(const Quat& q, const Quat& reference) {
  return q.dot(reference) < 0.0 ? Quat(-q.w(), -q.x(), -q.y(), -q.z()) : q;
}

// As Eigen's FromTwoVectors, bit for bit except for opposite directions: those need no singular
// value decomposition here, which takes a compiler longer than the rest of this file.
Quat rotation_between(const Vec3& from, const Vec3& to) {
  constexpr double kOpposite = 1e-12;
  const Vec3 a = from.normalized();
  const Vec3 b = to.normalized();
  const double cosine = b.dot(a);
  Quat q;
  if (cosine < -1.0 + kOpposite) {
    q.w() = 0.0;
    q.vec() = a.unitOrthogonal();
    return q;
  }
  const double s = std::sqrt((1.0 + cosine) * 2.0);
  q.vec() = a.cross(b) * (1.0 / s);
  q.w() = s * 0.5;
  return q;
}

Quat slerp(const Quat& a, const Quat& b, double t) { return a.slerp(t, b); }

Quat from_rotation_vector(const Vec3& v) {
  const double angle = v.norm();
  // sin(angle/2)/angle by its series where the quotient loses its digits.
  const double scale = angle < 1e-6 ? 0.5 - angle * angle / 48.0 : std::sin(angle / 2) / angle;
  return Quat(std::cos(angle / 2), scale * v.x(), scale * v.y(), scale * v.z());
}

Vec3 to_rotation_vector(const Quat& q) {
  const double sign = q.w() < 0.0 ? -1.0 : 1.0;
  const double length = q.vec().norm();
  if (length < 1e-12) return 2.0 * sign * q.vec();
  return (2.0 * std::atan2(length, std::abs(q.w())) * sign / length) * q.vec();
}

Quat twist_about(const Quat& q, const Vec3& axis) {
  const Vec3 along = q.vec().dot(axis) * axis;
  Quat twist(q.w(), along.x(), along.y(), along.z());
  if (twist.squaredNorm() < 1e-24) return Quat::Identity();
  twist.normalize();
  return twist;
}

std::array<int, 3> axes_of(EulerOrder order) {
  switch (order) {
    case EulerOrder::kXYZ:
      return {0, 1, 2};
    case EulerOrder::kXZY:
      return {0, 2, 1};
    case EulerOrder::kYXZ:
      return {1, 0, 2};
    case EulerOrder::kYZX:
      return {1, 2, 0};
    case EulerOrder::kZXY:
      return {2, 0, 1};
    case EulerOrder::kZYX:
      return {2, 1, 0};
  }
  return {0, 1, 2};
}

Quat from_euler(EulerOrder order, const Vec3& angles) {
  const auto axes = axes_of(order);
  Quat q = Quat::Identity();
  for (int i = 0; i < 3; ++i) q = q * Quat(Eigen::AngleAxisd(angles[i], Vec3::Unit(axes[i])));
  return q;
}

namespace {

// Below this cosine of the middle angle, the entries of its size have lost more digits
// (1e-16 / cosine) than leaving the third angle at 0 costs (cosine).
constexpr double kLock = 1e-8;

/// 1 if the axes are an even permutation of x y z, -1 if an odd one.
double parity(EulerOrder order) {
  const auto [a, b, c] = axes_of(order);
  return (b - a + 3) % 3 == 1 ? 1.0 : -1.0;
}

/// The angle plus the multiple of 2 pi that brings it nearest to `previous`.
double unwound(double angle, double previous) {
  constexpr double kTurn = 2.0 * std::numbers::pi;
  return angle + kTurn * std::round((previous - angle) / kTurn);
}

Vec3 unwound(const Vec3& angles, const Vec3& previous) {
  return {unwound(angles[0], previous[0]), unwound(angles[1], previous[1]),
          unwound(angles[2], previous[2])};
}

}  // namespace

Vec3 to_euler(EulerOrder order, const Quat& q) {
  // Entries of R = R_a(x0) R_b(x1) R_c(x2): with s the sign of the permutation (a b c),
  // R_ac = s sin x1, R_bc = -s sin x0 cos x1, R_cc = cos x0 cos x1,
  // R_ab = -s cos x1 sin x2, R_aa = cos x1 cos x2.
  const auto [a, b, c] = axes_of(order);
  const double s = parity(order);
  const Eigen::Matrix3d m = q.normalized().toRotationMatrix();
  const double cosine = std::hypot(m(a, a), m(a, b));
  Vec3 angles;
  angles[1] = std::atan2(s * m(a, c), cosine);
  if (cosine > kLock) {
    angles[0] = std::atan2(-s * m(b, c), m(c, c));
    angles[2] = std::atan2(-s * m(a, b), m(a, a));
  } else {
    angles[0] = std::atan2(s * m(c, b), m(b, b));
    angles[2] = 0.0;
  }
  return angles;
}

Vec3 to_euler(EulerOrder order, const Quat& q, const Vec3& previous) {
  const Vec3 angles = to_euler(order, q);
  if (std::abs(std::cos(angles[1])) <= kLock) {
    // R = R_a(x0 + k x2) R_b(x1) with k = s sign x1: each of the two takes half of the way.
    const double k = parity(order) * (angles[1] > 0.0 ? 1.0 : -1.0);
    const double before = previous[0] + k * previous[2];
    const double way = unwound(angles[0] + k * angles[2], before) - before;
    return {previous[0] + way / 2.0, unwound(angles[1], previous[1]), previous[2] + k * way / 2.0};
  }
  constexpr double kPi = std::numbers::pi;
  const Vec3 near = unwound(angles, previous);
  const Vec3 other = unwound({angles[0] + kPi, kPi - angles[1], angles[2] + kPi}, previous);
  return (other - previous).squaredNorm() < (near - previous).squaredNorm() ? other : near;
}

template <typename Scalar>
void normalise_wxyz(std::span<Scalar> quaternions) {
  for (std::size_t i = 0; i + 3 < quaternions.size(); i += kQuatSize) {
    Eigen::Map<Eigen::Matrix<Scalar, 4, 1>> q(&quaternions[i]);
    const Scalar length = q.stableNorm();
    if (length > Scalar(0)) {
      q /= length;
    } else {
      q << 1, 0, 0, 0;
    }
  }
}

namespace {

template <typename Scalar>
void flip_towards(Scalar* q, const Scalar* reference) {
  Eigen::Map<Eigen::Matrix<Scalar, 4, 1>> quaternion(q);
  if (quaternion.dot(Eigen::Map<const Eigen::Matrix<Scalar, 4, 1>>(reference)) < Scalar(0)) {
    quaternion = -quaternion;
  }
}

}  // namespace

template <typename Scalar>
void make_continuous_wxyz(std::span<Scalar> quaternions, std::size_t joints) {
  const std::size_t row = joints * kQuatSize;
  for (std::size_t i = row; i + 3 < quaternions.size(); i += kQuatSize) {
    flip_towards<Scalar>(&quaternions[i], &quaternions[i - row]);
  }
}

template <typename Scalar>
void align_hemispheres_wxyz(std::span<Scalar> quaternions, std::span<const Scalar> reference) {
  for (std::size_t i = 0; i + 3 < quaternions.size(); i += kQuatSize) {
    flip_towards<Scalar>(&quaternions[i], &reference[i % reference.size()]);
  }
}

template void normalise_wxyz<float>(std::span<float>);
template void normalise_wxyz<double>(std::span<double>);
template void make_continuous_wxyz<float>(std::span<float>, std::size_t);
template void make_continuous_wxyz<double>(std::span<double>, std::size_t);
template void align_hemispheres_wxyz<float>(std::span<float>, std::span<const float>);
template void align_hemispheres_wxyz<double>(std::span<double>, std::span<const double>);

}  // namespace poseaae::math
