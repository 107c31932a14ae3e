#pragma once

#include <string>
#include <vector>

#include "poseaae/math/quaternion.hpp"

namespace poseaae::mocap {

/// A bone in two rest poses.
struct BonePair {
  math::Vec3 here;
  math::Vec3 there;
  std::string end{};  ///< the name of what it leads to, for messages
};

/// The angle between two directions, radians in [0, pi].
[[nodiscard]] double angle_between_bones(const math::Vec3& a, const math::Vec3& b);

/// Whether they all lie along one line, in one of the two poses, within two degrees.
[[nodiscard]] bool along_one_line(const std::vector<BonePair>& bones);

/// The rotation E with the least sum of squares of E here - there (Kabsch 1976); of bones along one
/// line, the shortest turn of the first; 1 for none.
[[nodiscard]] math::Quat best_turn(const std::vector<BonePair>& bones);

}  // namespace poseaae::mocap
