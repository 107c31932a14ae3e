#pragma once

#include <vector>

#include "stances.hpp"

namespace poseaae::footing {

/// What is done to a foot, frame by frame.
struct Hold {
  std::vector<mocap::Vec3> shift;  ///< of the ankle, metres
  std::vector<mocap::Vec3> turn;   ///< of the foot: a rotation vector in the world
  std::vector<char> held;          ///< where it stands
};
/// See plant_feet(); `touch` is cleaned().
[[nodiscard]] Hold hold(const LegTrack& leg, const Touch& touch, const std::vector<double>& floor,
                        const Timeline& time, const PlantOptions& options);

}  // namespace poseaae::footing
