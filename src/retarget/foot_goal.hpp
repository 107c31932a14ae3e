#pragma once

#include <vector>

#include "figure.hpp"
#include "limb_pair.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/retarget/retarget.hpp"

namespace poseaae::retarget {

/// Both bodies, the room of both, and what of the source stands on its floor.
struct Room {
  const Figure& source;
  const Figure& target;
  const Scaling& scaling;
  const footing::Contacts& contacts;
  double fps = 30.0;
};

/// Where the ankle of a leg of the target goes, and how the foot is turned, in the `poses` of the
/// source; `rotations` are those of the foot as it follows the source's. The toes stay and do not
/// go through the floor (limb_track.hpp).
[[nodiscard]] Goal foot_goal(const LimbPair& pair, const Room& room,
                             const std::vector<mocap::WorldPose>& poses,
                             const std::vector<mocap::Quat>& rotations);

}  // namespace poseaae::retarget
