#include "choreography/ik.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::choreography {

using math::Vec3;

TwoBone solve_two_bone(const Vec3& root, const Vec3& target, const Vec3& pole, double upper,
                       double lower, double max_stretch) {
  const Vec3 line = target - root;
  const double distance = line.norm();
  const Vec3 along = distance > 1e-12 ? Vec3(line / distance) : Vec3(-Vec3::UnitY());
  // A knee folds to about 20 degrees between the bones, no further.
  const double longest = max_stretch * (upper + lower);
  const double folded = std::sqrt(upper * upper + lower * lower - 1.88 * upper * lower);
  const double reach = std::clamp(distance, std::min(folded, longest), longest);

  Vec3 across = pole - pole.dot(along) * along;
  if (across.squaredNorm() < 1e-18) across = along.unitOrthogonal();
  across.normalize();

  const double cosine = (upper * upper + reach * reach - lower * lower) / (2.0 * upper * reach);
  const double c = std::clamp(cosine, -1.0, 1.0);
  const double inner = (upper * upper + lower * lower - reach * reach) / (2.0 * upper * lower);
  TwoBone chain;
  chain.middle = root + upper * (c * along + std::sqrt(1.0 - c * c) * across);
  chain.end = root + reach * along;
  chain.bend = std::numbers::pi - std::acos(std::clamp(inner, -1.0, 1.0));
  return chain;
}

}  // namespace poseaae::choreography
