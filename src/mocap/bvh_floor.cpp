#include "bvh_floor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bvh_channels.hpp"
#include "poseaae/mocap/height.hpp"
#include "poseaae/mocap/lowest_point.hpp"
#include "poseaae/mocap/up.hpp"

namespace poseaae::mocap::bvh {

namespace {

// Of the body's height.
constexpr double kLowHips = 0.25;
constexpr double kHighHips = 0.75;
constexpr double kFloor = 0.1;

/// The lowest point of the joint and what hangs from it, over some frames of the clip.
double lowest_of_clip(const Motion& motion, int joint, const Vec3& up) {
  constexpr int kLooks = 50;
  double lowest = std::numeric_limits<double>::infinity();
  for (int t = 0; t < motion.frames(); t += 1 + motion.frames() / kLooks) {
    const WorldPose pose = forward_kinematics(motion, t);
    lowest = std::min(lowest, lowest_point(motion.skeleton(), pose, joint, up));
  }
  return lowest;
}

/// Whether the OFFSET might be the way to the hips along an axis on which the first frame is near
/// 0. The height of the skeleton is a rough one, and no more than a first look.
bool may_add(const Joint& joint, const Vec3& first, double rough_height) {
  for (int axis = 0; axis < 3; ++axis) {
    const double hips = std::abs(joint.offset[axis]);
    const bool plausible = hips > kLowHips / 2.0 * rough_height && hips < rough_height;
    if (plausible && std::abs(first[axis]) < hips / 2.0) return true;
  }
  return false;
}

/// Whether the body stands on the floor, along some axis, only if `offset` is added to it.
bool stands_by(const Motion& motion, int joint, const Vec3& offset) {
  const double height = body_height(motion);
  const Up found = found_up(motion);
  bool stands = false;
  for (int axis = 0; axis < 3; ++axis) {
    const double hips = std::abs(offset[axis]);
    if (hips < kLowHips * height || hips > kHighHips * height) continue;
    const Vec3 up = std::copysign(1.0, offset[axis]) * Vec3::Unit(axis);
    if (up.dot(direction_of(found)) < 0.5) continue;  // another axis is up here
    const double lowest = lowest_of_clip(motion, joint, up);
    if (std::abs(lowest) <= kFloor * height) return false;
    stands = stands || std::abs(lowest + hips) <= kFloor * height;
  }
  return stands;
}

/// Whether nothing above the joint moves: it hangs from a node at the origin, or is the root. What
/// moves above says where the joint is.
bool hangs_at_origin(const Motion& motion, int joint) {
  for (int above = motion.skeleton().parent(joint); above >= 0;
       above = motion.skeleton().parent(above)) {
    if (above > 0 && motion.translations().contains(above)) return false;
  }
  const auto roots = motion.root_positions();
  return joint == 0 || std::ranges::all_of(roots, [](double x) { return x == 0.0; });
}

}  // namespace

int joint_that_adds(const Header& header, const Rows& rows, const Motion& motion, double metres) {
  const double rough_height = motion.skeleton().height() / metres;
  for (std::size_t j = 0; j < header.joints.size(); ++j) {
    const Joint& joint = header.joints[j];
    if (joint.adds || !joint.has(Channel::Kind::kPosition)) continue;
    if (!may_add(joint, position_of(joint, rows.values.data()), rough_height)) continue;
    const int found = static_cast<int>(j);
    if (places(motion.skeleton())[j] && hangs_at_origin(motion, found) &&
        stands_by(motion, found, joint.offset * metres)) {
      return found;
    }
  }
  return -1;
}

}  // namespace poseaae::mocap::bvh
