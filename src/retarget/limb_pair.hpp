#pragma once

#include <vector>

#include "figure.hpp"
#include "poseaae/retarget/joint_map.hpp"

namespace poseaae::retarget {

/// A limb of the target and the joints of the source that its own follow.
struct LimbPair {
  LimbPlan onto;
  LimbPlan from;
  bool is_leg = false;
  mocap::Vec3 bends_to{0, 0, 0};  ///< where the middle joint bends to, in the frame of Q'_upper
  double ratio = 1.0;             ///< of lengths; of an arm, A
};
/// Those whose three joints follow some that are one below the other; legs first.
[[nodiscard]] std::vector<LimbPair> limb_pairs_of(const Figure& source, const Figure& target,
                                                  const JointMap& map);

/// S (retarget.hpp).
struct Scaling {
  double room = 1.0;     ///< L
  double floor = 0.0;    ///< f
  double ankles = 0.0;   ///< h
  double ankles2 = 0.0;  ///< h'

  [[nodiscard]] mocap::Vec3 operator()(const mocap::Vec3& p) const {
    return {room * p.x(), floor + ankles2 + room * (p.y() - floor - ankles), room * p.z()};
  }
};
/// Of bodies without legs that match, L is the ratio of their heights.
[[nodiscard]] Scaling scaling_of(const std::vector<LimbPair>& pairs, const Figure& source,
                                 const Figure& target, double floor_m);

}  // namespace poseaae::retarget
