#include <algorithm>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/mirror.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kStill = 1e-9;  // metres

Vec3 above_origin(const Vec3& position) { return {0.0, position.y(), 0.0}; }

/// Gives the body's joint the world rotation `turned(its own)` in every frame, above the origin.
template <typename Turned>
Motion with_body_turned(const Motion& motion, int body, Turned turned) {
  Motion facing = motion;
  std::vector<Vec3> track;
  double farthest = 0.0;
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose before = forward_kinematics(motion, t);
    const Quat world = turned(before.rotations[body]);
    facing.set_root_position(t, above_origin(motion.root_position(t)));
    if (body == 0) {
      facing.set_rotation(t, 0, world);
      continue;
    }
    const WorldPose after = forward_kinematics(facing, t);
    const int parent = motion.skeleton().parent(body);
    const Quat into_parent = after.rotations[parent].conjugate();
    facing.set_rotation(t, body, into_parent * world);
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

}  // namespace

int body_joint(const Skeleton& skeleton, const std::function<bool(int)>& turns) {
  std::vector<int> way;  // from the root to the pelvis, and on to where the body branches
  for (int j = anatomy_of(skeleton).pelvis; j >= 0; j = skeleton.parent(j)) way.push_back(j);
  std::ranges::reverse(way);
  auto children = skeleton.children(way.back());
  while (children.size() == 1) {
    way.push_back(children.front());
    children = skeleton.children(way.back());
  }
  const auto body = std::ranges::find_if(way, turns);
  if (body != way.end()) return *body;
  return children.empty() ? 0 : way.back();  // a chain at rest: nothing tells a body from its root
}

Motion remove_heading(const Motion& motion) {
  if (motion.frames() == 0) return motion;
  return with_body_turned(motion, body_of(motion), [](const Quat& world) -> Quat {
    return math::twist_about(world, Vec3::UnitY()).conjugate() * world;
  });
}

Motion remove_root_rotation(const Motion& motion) {
  if (motion.frames() == 0) return motion;
  const int body = body_of(motion);
  const Quat standing = upright(motion.skeleton(), body);
  return with_body_turned(motion, body, [&](const Quat&) { return standing; });
}

}  // namespace poseaae::mocap
