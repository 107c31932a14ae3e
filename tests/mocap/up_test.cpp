#include "poseaae/mocap/up.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/conform.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

const Quat kZIsUp = math::from_rotation_vector({M_PI / 2, 0, 0});  // y becomes z
const Quat kUpsideDown(0.0, 1.0, 0.0, 0.0);

Motion dance() {
  return read_bvh(poseaae::test::source_dir() / "data" / "street_step.bvh").motion.slice(0, 200);
}

/// Everything in another frame: rest pose and world.
Motion in_frame(const Motion& motion, const Quat& frame) {
  Motion other = with_rest_turned(motion, std::vector(motion.skeleton().names().size(), frame));
  for (int t = 0; t < other.frames(); ++t) {
    other.set_root_position(t, frame * other.root_position(t));
    other.set_rotation(t, 0, frame * other.rotation(t, 0));
  }
  return other;
}

/// The world turned, and the body put down on the floor again; the rest pose stays.
Motion world_turned(Motion motion, const Quat& turn, bool put_down) {
  double lowest = 1e9;
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, turn * motion.root_position(t));
    motion.set_rotation(t, 0, turn * motion.rotation(t, 0));
    const WorldPose pose = forward_kinematics(motion, t);
    for (const Vec3& p : pose.positions) lowest = std::min(lowest, p.y());
    for (const Vec3& p : end_site_positions(motion.skeleton(), pose)) {
      lowest = std::min(lowest, p.y());
    }
  }
  for (int t = 0; put_down && t < motion.frames(); ++t) {
    motion.set_root_position(t, motion.root_position(t) - Vec3(0.0, lowest, 0.0));
  }
  return motion;
}

TEST(FoundUp, EveryAxisIsFoundAndTurnedToY) {
  const Motion original = dance();
  for (const auto& [name, up] : up_names()) {
    if (up == Up::kAuto) continue;
    Quat frame = math::rotation_between(
        Vec3::UnitY(), Vec3::Unit(name.back() - 'x') * (name.front() == '-' ? -1.0 : 1.0));
    if (up == Up::kMinusY) frame = kUpsideDown;
    const Motion there = in_frame(original, frame);
    EXPECT_EQ(found_up(there), up) << name;
    const auto difference = test::difference(turned_upright(there, up), original);
    EXPECT_LT(difference.angle, 1e-7) << name;
    EXPECT_LT(difference.length, 1e-9) << name;
  }
}

TEST(FoundUp, ARestPoseThatStandsUprightAlreadyStaysAsItIs) {
  const Motion original = dance();
  const Motion turned = world_turned(original, kZIsUp, false);  // at the root alone
  EXPECT_EQ(found_up(turned), Up::kZ);
  const auto difference = test::difference(turned_upright(turned, Up::kZ), original);
  EXPECT_LT(difference.angle, 1e-7);
  EXPECT_LT(difference.length, 1e-9);
}

TEST(FoundUp, AHandstandAndADancerWhoLiesDownAreNoOtherAxis) {
  EXPECT_EQ(found_up(world_turned(dance(), kUpsideDown, true)), Up::kY) << "a handstand";
  for (const Vec3& axis : {Vec3(1, 0, 0), Vec3(-1, 0, 0), Vec3(0, 0, 1), Vec3(0, 0, -1)}) {
    const Quat down = math::from_rotation_vector(axis * (M_PI / 2));
    EXPECT_EQ(found_up(world_turned(dance().slice(0, 1), down, true)), Up::kY) << axis;
  }
}

TEST(FoundUp, ADancerWhoTurnsOverTheFloorIsNoOtherAxis) {
  Motion rolls = dance();
  for (int t = 0; t < rolls.frames(); ++t) {
    const Quat over = math::from_rotation_vector({0.0, 0.0, 0.05 * t});
    rolls.set_rotation(t, 0, over * rolls.rotation(t, 0));
  }
  EXPECT_EQ(found_up(rolls), Up::kY);
}

TEST(FoundUp, ASkeletonWithoutFeetStaysAsItIs) {
  Random random(3);
  EXPECT_EQ(found_up(Motion(Skeleton({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3(0, 0, 1)}), 30.0, 5)),
            Up::kY);
}

}  // namespace
}  // namespace poseaae::mocap
