#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kStillAngle = 1e-4;  // radians, as static_joints()
constexpr double kStill = 1e-9;       // metres

/// Over the clip; a single frame counts as turned when it is not the rest pose.
bool turns(const Motion& motion, int joint) {
  const Quat still = motion.frames() == 1 ? Quat::Identity() : motion.rotation(0, joint);
  for (int t = 0; t < motion.frames(); ++t) {
    if (math::angle_between(still, motion.rotation(t, joint)) > kStillAngle) return true;
  }
  return false;
}

/// Some recordings hang the body on a node that only marks the origin of the room.
int body_joint(const Motion& motion) {
  int joint = 0;
  while (!turns(motion, joint)) {
    const std::vector<int> children = motion.skeleton().children(joint);
    if (children.empty()) return 0;  // a chain at rest: nothing tells a body from its root
    if (children.size() > 1) break;
    joint = children.front();
  }
  return joint;
}

Vec3 above_origin(const Vec3& position) { return {0.0, position.y(), 0.0}; }

}  // namespace

Motion remove_heading(const Motion& motion) {
  if (motion.frames() == 0) return motion;
  const int body = body_joint(motion);
  Motion facing = motion;
  std::vector<Vec3> track;
  double farthest = 0.0;
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose before = forward_kinematics(motion, t);
    const Quat& world = before.rotations[body];
    const Quat turned = math::twist_about(world, Vec3::UnitY()).conjugate() * world;
    facing.set_root_position(t, above_origin(motion.root_position(t)));
    if (body == 0) {
      facing.set_rotation(t, 0, turned);
      continue;
    }
    const WorldPose after = forward_kinematics(facing, t);
    const int parent = motion.skeleton().parent(body);
    const Quat into_parent = after.rotations[parent].conjugate();
    facing.set_rotation(t, body, into_parent * turned);
    track.push_back(into_parent * (above_origin(before.positions[body]) - after.positions[parent]));
    farthest = std::max(farthest, (track.back() - motion.skeleton().offset(body)).norm());
  }
  if (farthest > kStill) {
    facing.set_translation(body, std::move(track));
  } else {
    facing.remove_translation(body);
  }
  return facing;
}

}  // namespace poseaae::mocap
