#pragma once

#include "poseaae/math/quaternion.hpp"

namespace poseaae::footing {

/// Two bones in a row: of a leg, hip, knee and ankle. World positions, metres.
struct Limb {
  math::Vec3 root;
  math::Vec3 middle;
  math::Vec3 tip;

  [[nodiscard]] double upper() const { return (middle - root).norm(); }
  [[nodiscard]] double lower() const { return (tip - middle).norm(); }
  /// From root to tip.
  [[nodiscard]] double extent() const { return (tip - root).norm(); }
};

/// Share of a + b, the lengths of both bones, to which a reach may straighten a limb: 0.995 is a
/// knee bent by 11 degrees, where a way of 1 cm still turns it by less than 15. A limb that is
/// straighter than that stays so.
inline constexpr double kStraightest = 0.995;

/// By how much a limb can be made longer than it is, metres: max(0, kStraightest (a + b) - extent).
[[nodiscard]] double room_of(const Limb& limb);
/// Three quarters of that: as far as a reach goes exactly.
[[nodiscard]] double easy_room_of(const Limb& limb);

/// How the two bones turn in the world, and where that leads.
struct Bend {
  math::Quat upper;     ///< R' = upper R, about the root
  math::Quat lower;     ///< likewise, of the lower bone
  Limb limb;            ///< afterwards; the root stays
  double missed = 0.0;  ///< from the tip to the target, metres
};

/// Two-bone inverse kinematics in closed form: the tip goes to the target, the bones keep their
/// lengths. With a and b these, and d the distance from root to target, the middle lies at
///   root + x u + sqrt(a^2 - x^2) p,   x = (a^2 - b^2 + d^2) / 2d,
/// where u points from the root to the target, and p, perpendicular to u, is where the middle bends
/// to now, turned along with u by the smallest rotation. So the plane of the limb is kept, and a
/// target at the tip changes nothing.
///
/// A limb that is nearly straight does not say where it bends: there p turns to the side of
/// `forwards`, so that a knee does not bend the wrong way. d exceeds the limb's extent by at
/// most room_of(), exactly up to easy_room_of(), and more and more slowly beyond; it is never so
/// short that the bones could not fold. Finite for every finite input.
[[nodiscard]] Bend reach(const Limb& limb, const math::Vec3& target, const math::Vec3& forwards);

}  // namespace poseaae::footing
