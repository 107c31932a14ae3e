#pragma once

#include <vector>

#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/two_bone_ik.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::footing {

/// A leg in the world, frame by frame.
struct LegTrack {
  std::vector<Limb> leg;                       ///< hip, knee, ankle
  std::vector<mocap::Vec3> heel;               ///< from the ankle
  std::vector<mocap::Vec3> toe;                ///< likewise; the heel where the sole is one point
  std::vector<std::vector<mocap::Vec3>> foot;  ///< all that hangs from the ankle, from there

  [[nodiscard]] const mocap::Vec3& ankle_at(int t) const { return leg[t].tip; }
  [[nodiscard]] mocap::Vec3 heel_at(int t) const { return leg[t].tip + heel[t]; }
  [[nodiscard]] mocap::Vec3 toe_at(int t) const { return leg[t].tip + toe[t]; }
};
[[nodiscard]] LegTrack track(const mocap::Skeleton& skeleton,
                             const std::vector<mocap::WorldPose>& poses, const Foot& foot);

}  // namespace poseaae::footing
