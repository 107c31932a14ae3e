#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::footing {

/// A point of a sole, fixed to a joint.
struct SolePoint {
  int joint = 0;
  mocap::Vec3 offset{0, 0, 0};  ///< metres, in the joint's frame; 0 for the joint itself
};

/// A leg that can carry weight, by the ends of the legs (mocap::anatomy_of), whatever their names.
struct Foot {
  mocap::Side side = mocap::Side::kMiddle;
  int hip = 0;    ///< joint that turns the thigh
  int knee = 0;   ///< joint that turns the shin
  int ankle = 0;  ///< joint that turns the foot
  /// The heel (the ankle), then the toe: the joint below the ankle, or its end site. One point
  /// where the leg ends at the ankle.
  std::vector<SolePoint> sole{};
};

/// Those of a skeleton, left before right; none where it has no legs. Of the bones of a leg, thigh
/// and shin are the two long ones. A leg of fewer than three joints carries nothing.
[[nodiscard]] std::vector<Foot> feet_of(const mocap::Skeleton& skeleton);

/// C names of the points of all feet, such as "left heel LeftFoot", "right toe RightToeBase".
[[nodiscard]] std::vector<std::string> contact_points(const mocap::Skeleton& skeleton);

/// Thigh and shin, metres.
[[nodiscard]] double leg_length(const mocap::Skeleton& skeleton, const Foot& foot);

/// Where the point is in the room.
[[nodiscard]] mocap::Vec3 position_of(const SolePoint& point, const mocap::WorldPose& pose);

/// Which points of which feet carry weight, frame by frame, and where the floor is.
struct Contacts {
  std::vector<Foot> feet{};
  int frames = 0;
  /// T x P, P the points of all feet in their order: 1 where the point stands on the floor.
  std::vector<unsigned char> touches{};
  double floor_m = 0.0;  ///< height of the floor

  [[nodiscard]] int points() const {
    int count = 0;
    for (const Foot& foot : feet) count += static_cast<int>(foot.sole.size());
    return count;
  }
  [[nodiscard]] bool at(int frame, int point) const {
    return touches[static_cast<std::size_t>(frame) * static_cast<std::size_t>(points()) +
                   static_cast<std::size_t>(point)] != 0;
  }
  /// Whether any point of a foot stands.
  [[nodiscard]] bool carries(int frame, int foot) const;
};

/// The contacts of a motion in its room.
[[nodiscard]] Contacts contacts_of(const mocap::Motion& motion);

}  // namespace poseaae::footing
