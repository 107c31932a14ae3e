#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/retarget/body_plan.hpp"
#include "poseaae/retarget/character.hpp"

namespace poseaae::retarget {

/// A character in its pose D: what is where while it stands.
struct Figure {
  const mocap::Skeleton& skeleton;
  BodyPlan plan;
  std::vector<mocap::Quat> pose;  ///< D_j
  std::vector<mocap::Vec3> at;    ///< J, metres
  /// Left, up and forward of the body as columns. Up is the coordinate axis nearest to the way from
  /// the hips to the shoulders where that is within 25 degrees, else this way.
  Eigen::Matrix3d axes;

  [[nodiscard]] mocap::Vec3 up() const { return axes.col(1); }
  [[nodiscard]] mocap::Vec3 forward() const { return axes.col(2); }
  /// An end site of the joint in the pose, from the joint: the farthest; 0 where it has none.
  [[nodiscard]] mocap::Vec3 end_of(int joint) const;
};
[[nodiscard]] Figure figure_of(const mocap::Skeleton& skeleton, BodyPlan plan,
                               std::vector<mocap::Quat> pose);

}  // namespace poseaae::retarget
