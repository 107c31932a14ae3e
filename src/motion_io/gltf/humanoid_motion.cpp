#include "humanoid_motion.hpp"

#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/t_pose.hpp"

namespace poseaae::mocap::gltf {

HumanoidMotion humanoid_motion(const Motion& motion) {
  const TPose pose = t_pose_of(motion);
  HumanoidMotion human{Motion(pose.skeleton, motion.fps(), motion.frames()), pose.bones};
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose world = forward_kinematics(motion, t);
    const auto turned = [&](int k) {
      return world.rotations[pose.joints[k]] * pose.turns[k].conjugate();
    };
    human.motion.set_root_position(t, world.positions[pose.joints[0]]);
    human.motion.set_rotation(t, 0, turned(0));
    for (int k = 1; k < human.motion.joints(); ++k) {
      human.motion.set_rotation(t, k, turned(pose.above[k]).conjugate() * turned(k));
    }
  }
  return human;
}

}  // namespace poseaae::mocap::gltf
