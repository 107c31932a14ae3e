#pragma once

#include <vector>

#include "poseaae/mocap/kinematics.hpp"

/// Where the mass of a body is.
namespace poseaae::footing {

/// Shares of the mass of a body that lie at its bones, in the middle of each: those of an adult by
/// parts (de Leva 1996: head 7 %, trunk 43 %, an arm 5 %, a leg 20 %), within a part by length.
/// Parts that a skeleton lacks weigh nothing.
class Mass {
 public:
  explicit Mass(const mocap::Skeleton& skeleton);

  [[nodiscard]] mocap::Vec3 centre(const mocap::WorldPose& pose) const;
  /// The angle (radians) by which the body turned about the vertical from a pose to another, as a
  /// whole: the rotation about the centres of mass that fits all bones best, seen from above.
  [[nodiscard]] double turn(const mocap::WorldPose& from, const mocap::WorldPose& to) const;

 private:
  struct Bone {
    int joint;  ///< from its parent to it
    int parent;
    double share;
  };
  [[nodiscard]] static mocap::Vec3 middle(const Bone& bone, const mocap::WorldPose& pose) {
    return 0.5 * (pose.positions[bone.parent] + pose.positions[bone.joint]);
  }
  std::vector<Bone> bones_;
};

}  // namespace poseaae::footing
