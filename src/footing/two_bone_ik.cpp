#include "poseaae/footing/two_bone_ik.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::footing {

using math::Quat;
using math::Vec3;

namespace {

constexpr double kNothing_m = 1e-9;

Vec3 direction(const Vec3& v, const Vec3& otherwise) {
  const double length = v.norm();
  return length > kNothing_m ? Vec3(v / length) : otherwise;
}

Vec3 perpendicular(const Vec3& v, const Vec3& u) { return v - v.dot(u) * u; }

/// rotation_between(), and none where a bone has no length.
Quat turn_between(const Vec3& from, const Vec3& to) {
  if (from.norm() < kNothing_m || to.norm() < kNothing_m) return Quat::Identity();
  return math::rotation_between(from, to);
}

/// `wanted` as far as the limb allows: exactly within easy_room_of(), then towards all of it
/// with the same slope at first.
double attainable(const Limb& limb, double wanted) {
  const double shortest = std::abs(limb.upper() - limb.lower());
  const double longer = wanted - limb.extent();
  const double easy = easy_room_of(limb);
  if (longer <= easy) return std::max(wanted, shortest);
  const double rest = room_of(limb) - easy;
  const double more = rest > 0.0 ? rest * (1.0 - std::exp((easy - longer) / rest)) : 0.0;
  return limb.extent() + easy + more;
}

/// The unit vector p: `bulge` is the way from the line root-tip to the middle, perpendicular to u.
/// Its part forwards, s, becomes (s + k)^2 / 4k where |s| < k, and 0 below, with k the part at
/// which a limb counts as straight; `share` of this, so that nothing happens where nothing is asked
/// for.
Vec3 pole(const Vec3& bulge, const Vec3& u, const Vec3& forwards, double straight, double share) {
  const Vec3 any = perpendicular(Vec3::Unit(std::abs(u.x()) < 0.6 ? 0 : 2), u).normalized();
  const Vec3 ahead = direction(perpendicular(forwards, u), direction(bulge, any));
  const double s = bulge.dot(ahead);
  if (s >= straight || straight <= 0.0) return direction(bulge, ahead);
  const double lifted = s > -straight ? (s + straight) * (s + straight) / (4.0 * straight) : 0.0;
  const double least = 1e-3 * straight;
  return direction(bulge + share * (std::max(lifted, least) - s) * ahead, ahead);
}

}  // namespace

double room_of(const Limb& limb) {
  return std::max(0.0, kStraightest * (limb.upper() + limb.lower()) - limb.extent());
}

double easy_room_of(const Limb& limb) { return 0.75 * room_of(limb); }

Bend reach(const Limb& limb, const Vec3& target, const Vec3& forwards) {
  constexpr double kStraight = 0.1;  // sine of 6 degrees between thigh and line
  constexpr double kFull_m = 0.01;   // way of the tip from which the pole counts wholly
  const double a = limb.upper();
  const double b = limb.lower();
  const Vec3 now = direction(limb.tip - limb.root, -Vec3::UnitY());
  const Vec3 u = direction(target - limb.root, now);
  const Quat swing = math::rotation_between(now, u);
  const double d = attainable(limb, (target - limb.root).norm());

  const double x = d > kNothing_m ? std::clamp((a * a - b * b + d * d) / (2.0 * d), -a, a) : 0.0;
  const Vec3 bulge = perpendicular(swing * (limb.middle - limb.root), u);
  const double share = std::min(1.0, (target - limb.tip).norm() / kFull_m);
  const Vec3 p = pole(bulge, u, swing * forwards, kStraight * std::min(a, b), share);

  Bend bend;
  bend.limb.root = limb.root;
  bend.limb.middle = limb.root + x * u + std::sqrt(std::max(0.0, a * a - x * x)) * p;
  bend.limb.tip = limb.root + d * u;
  bend.upper =
      turn_between(swing * (limb.middle - limb.root), bend.limb.middle - limb.root) * swing;
  bend.lower =
      turn_between(swing * (limb.tip - limb.middle), bend.limb.tip - bend.limb.middle) * swing;
  bend.missed = (target - bend.limb.tip).norm();
  return bend;
}

}  // namespace poseaae::footing
