#include <gtest/gtest.h>

#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

Motion dance() {
  return read_bvh(poseaae::test::source_dir() / "data" / "street_step.bvh").motion.slice(0, 50);
}

/// The clip below a root at `root` and a bone of `way`, with a camera that hangs there too.
Motion in_a_scene(const Motion& motion, const Vec3& root, const Vec3& way, const Quat& turn) {
  const auto& body = motion.skeleton();
  std::vector<std::string> names{"Scene", "Camera"};
  std::vector<int> parents{-1, 0};
  std::vector<Vec3> offsets{root, Vec3(0.0, 1.5, 3.0)};
  for (int j = 0; j < body.joints(); ++j) {
    names.push_back(body.name(j));
    parents.push_back(j == 0 ? 0 : body.parent(j) + 2);
    offsets.push_back(j == 0 ? way : body.offset(j));
  }
  std::vector<EndSite> tips = body.end_sites();
  for (EndSite& tip : tips) tip.parent += 2;
  Motion scene({names, parents, offsets, tips}, motion.fps(), motion.frames());
  std::vector<Vec3> track;
  for (int t = 0; t < motion.frames(); ++t) {
    scene.set_root_position(t, root);
    scene.set_rotation(t, 0, turn);
    track.push_back(turn.conjugate() * (motion.root_position(t) - root));
    for (int j = 0; j < body.joints(); ++j) {
      const Quat q = motion.rotation(t, j);
      scene.set_rotation(t, j + 2, j == 0 ? turn.conjugate() * q : q);
    }
  }
  scene.set_translation(2, track);
  return scene;
}

TEST(SettlePlaces, NothingAboveTheBodyIsALimbAndEveryPositionStays) {
  const Motion motion = dance();
  for (const Quat& turn : {Quat::Identity(), math::from_rotation_vector({0.4, 1.0, 0.2})}) {
    const Motion scene = in_a_scene(motion, {1.0, 0.0, -2.0}, {31.0, 0.9, -28.0}, turn);
    EXPECT_EQ(body_of(scene), 2);
    const Motion settled = settle_places(scene);
    EXPECT_NEAR(settled.skeleton().height(), motion.skeleton().height(), 1e-9);
    EXPECT_EQ(settled.skeleton().offset(2), Vec3::Zero());
    for (int t = 0; t < motion.frames(); ++t) {
      EXPECT_LT(math::angle_between(settled.rotation(t, 0), Quat::Identity()), 1e-12);
      EXPECT_LT(math::angle_between(settled.rotation(t, 2), motion.rotation(t, 0)), 1e-7);
      const auto before = forward_kinematics(scene, t).positions;
      const auto after = forward_kinematics(settled, t).positions;
      for (std::size_t j = 0; j < before.size(); ++j) {
        EXPECT_LT((after[j] - before[j]).norm(), 1e-9) << j;
      }
    }
  }
}

TEST(SettlePlaces, ABodyWhoseRootTurnsStaysAsItIs) {
  const Motion motion = dance();
  const Motion same = settle_places(motion);
  EXPECT_EQ(same.skeleton(), motion.skeleton());
  EXPECT_TRUE(std::ranges::equal(same.rotations(), motion.rotations()));
}

TEST(SettlePlaces, HipsThatNeverTurnAreTheBodyAllTheSame) {
  Motion motion = dance();
  for (int t = 0; t < motion.frames(); ++t) motion.set_rotation(t, 0, Quat::Identity());
  EXPECT_EQ(body_of(motion), 0);
  EXPECT_EQ(settle_places(motion).skeleton(), motion.skeleton());
}

TEST(SettlePlaces, AMotionWithoutFramesHasABodyToo) {
  const Motion nothing = dance().slice(0, 0);
  EXPECT_GE(body_of(nothing), 0);
  EXPECT_LT(body_of(nothing), nothing.joints());
  EXPECT_EQ(settle_places(nothing).frames(), 0);
}

TEST(SettlePlaces, ARootThatTurnsIsNoPlace) {
  Motion scene = in_a_scene(dance(), Vec3::Zero(), {0.0, 1.0, 0.0}, Quat::Identity());
  scene.set_rotation(7, 0, math::from_rotation_vector({0.0, 0.1, 0.0}));
  EXPECT_EQ(body_of(scene), 0);
}

}  // namespace
}  // namespace poseaae::mocap
