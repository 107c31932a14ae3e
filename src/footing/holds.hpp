#pragma once

#include <optional>
#include <vector>

#include "gaps.hpp"
#include "poseaae/footing/planting.hpp"
#include "poseaae/footing/two_bone_ik.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::footing {

/// A leg in the world, frame by frame.
struct LegTrack {
  std::vector<Limb> leg;                       ///< hip, knee, ankle
  std::vector<mocap::Vec3> heel;               ///< from the ankle
  std::vector<mocap::Vec3> toe;                ///< likewise; the heel where the sole is one point
  std::vector<std::vector<mocap::Vec3>> foot;  ///< all that hangs from the ankle, from there
};
[[nodiscard]] LegTrack track(const mocap::Motion& motion,
                             const std::vector<mocap::WorldPose>& poses, const Foot& foot);

/// Which points of a sole touch, T each.
struct Touch {
  std::vector<char> heel;
  std::vector<char> toe;  ///< never where the sole is one point
};

/// What is done to a foot, frame by frame.
struct Hold {
  std::vector<mocap::Vec3> shift;  ///< of the ankle, metres
  std::vector<mocap::Vec3> turn;   ///< of the foot: a rotation vector in the world
  std::vector<char> held;          ///< where it stands
};
/// See plant_feet(); `touch` is cleaned of short contacts and short gaps on the way.
[[nodiscard]] Hold hold(const LegTrack& leg, Touch touch, double floor_m, const Timeline& time,
                        const PlantOptions& options);

}  // namespace poseaae::footing
