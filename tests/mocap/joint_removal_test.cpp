#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::mocap {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Skeleton hand() {
  return {{"arm", "hand", "thumb1", "thumb2", "finger1", "finger2"},
          {-1, 0, 1, 2, 1, 4},
          {Vec3(0, 1, 0), Vec3(1, 0, 0), Vec3(0, 0, 0.1), Vec3(0.1, 0, 0), Vec3(0.2, 0, 0),
           Vec3(0.3, 0, 0)},
          {{3, Vec3(0.05, 0, 0), "nail"}, {5, Vec3(0.06, 0, 0), ""}}};
}

TEST(RemoveJoints, MakesEndSitesOfRemovedTips) {
  const Motion motion = remove_joints(Motion(hand(), 30.0, 1), {"thumb*", "finger2"});
  const Skeleton& skeleton = motion.skeleton();
  EXPECT_THAT(skeleton.names(), ElementsAre("arm", "hand", "finger1"));
  ASSERT_EQ(skeleton.end_sites().size(), 2u);
  EXPECT_EQ(skeleton.end_sites()[0].name, "thumb2");
  EXPECT_EQ(skeleton.end_sites()[0].parent, 1);
  EXPECT_TRUE(skeleton.end_sites()[0].offset.isApprox(Vec3(0.1, 0, 0.1)));
  EXPECT_EQ(skeleton.end_sites()[1], (EndSite{2, Vec3(0.3, 0, 0), "finger2"}));
}

TEST(RemoveJoints, ComposesRotationsAndRestOffsets) {
  Motion motion(hand(), 30.0, 2);
  const Quat wrist = math::from_rotation_vector({0, 0, 0.7});
  const Quat knuckle = math::from_rotation_vector({0.3, 0, 0});
  motion.set_rotation(1, 1, wrist);
  motion.set_rotation(1, 4, knuckle);
  const Motion reduced = remove_joints(motion, {"hand"});
  EXPECT_THAT(reduced.skeleton().parents(), ElementsAre(-1, 0, 1, 0, 3));
  EXPECT_TRUE(reduced.skeleton().offset(3).isApprox(Vec3(1.2, 0, 0))) << "whatever the data says";
  EXPECT_LT(math::angle_between(reduced.rotation(1, 3), wrist * knuckle), 1e-12);
  EXPECT_TRUE(reduced.local_position(1, 3).isApprox(Vec3(1, 0, 0) + wrist * Vec3(0.2, 0, 0)));
  ASSERT_EQ(reduced.translations().size(), 1u) << "thumb1 lies on the wrist's axis";
  EXPECT_EQ(reduced.translations().begin()->first, 3);
}

TEST(RemoveJoints, MakesNoTrackWhereNothingMoves) {
  const Motion reduced = remove_joints(Motion(hand(), 30.0, 3), {"hand", "thumb1"});
  EXPECT_TRUE(reduced.translations().empty());
}

TEST(RemoveJoints, ReplacesTheRootByItsOneChild) {
  Motion motion(hand(), 30.0, 1);
  motion.set_root_position(0, {1, 2, 3});
  motion.set_rotation(0, 0, math::from_rotation_vector({0, M_PI / 2, 0}));
  const Motion reduced = remove_joints(motion, {"arm"});
  EXPECT_THAT(reduced.skeleton().parents(), ElementsAre(-1, 0, 1, 0, 3));
  EXPECT_TRUE(reduced.root_position(0).isApprox(Vec3(1, 2, 2)));
  EXPECT_LT(math::angle_between(reduced.rotation(0, 0), motion.rotation(0, 0)), 1e-12);
}

TEST(RemoveJoints, RefusesToTearTheTreeApart) {
  const Motion motion(hand(), 30.0, 1);
  EXPECT_THAT(
      [&] {
        static_cast<void>(remove_joints(motion, {"arm", "hand"}));
      },
      testing::ThrowsMessage<UsageError>(HasSubstr("thumb1, finger1")));
  EXPECT_THROW(static_cast<void>(remove_joints(motion, {"*"})), UsageError);
}

TEST(RemoveJoints, ANameOrPatternMayMatchNone) {
  const Motion motion(hand(), 30.0, 1);
  for (const char* pattern : {"Tentacle*", "?", "[x]", "fingr1"}) {
    EXPECT_EQ(remove_joints(motion, {pattern}).joints(), motion.joints()) << pattern;
  }
  EXPECT_THAT(unmatched_patterns(hand(), {"Tentacle*", "thumb*", "fingr1", "finger1"}),
              ElementsAre("Tentacle*", "fingr1"));
}

TEST(RemoveJoints, ALineAboutANameThatMatchesNoneNamesTheNearest) {
  EXPECT_THAT(unmatched_line(hand(), "fingr1"), HasSubstr("did you mean 'finger1'?"));
  EXPECT_THAT(unmatched_line(hand(), "tentacle"), HasSubstr("thumb1, thumb2"));
  EXPECT_EQ(unmatched_line(hand(), "tentacle*"), "joint removal: no joint matches 'tentacle*'");
}

TEST(RemoveJoints, TakesNamesLiterally) {
  const Skeleton skeleton({"a", "b[1]"}, {-1, 0}, {Vec3::Zero(), Vec3::Zero()});
  EXPECT_EQ(remove_joints(Motion(skeleton, 30.0, 1), {"b[1]"}).joints(), 1);
}

RC_GTEST_PROP(RemoveJoints, KeepsWorldTransformsOfThoseThatStay, (std::uint64_t seed)) {
  Random random(seed);
  const Motion motion =
      test::random_motion(random, test::random_skeleton(random, 2 + int(random.below(15))), 3);
  std::set<std::string> chosen;
  for (int j = 1; j < motion.joints(); ++j) {
    if (random.uniform() < 0.4) chosen.insert(motion.skeleton().name(j));
  }
  const Motion reduced = remove_joints(motion, {chosen.begin(), chosen.end()});
  RC_ASSERT(reduced.joints() == motion.joints() - int(chosen.size()));
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose before = forward_kinematics(motion, t);
    const WorldPose after = forward_kinematics(reduced, t);
    for (int j = 0; j < reduced.joints(); ++j) {
      const int old = motion.skeleton().find(reduced.skeleton().name(j)).value();
      RC_ASSERT((before.positions[old] - after.positions[j]).norm() < 1e-9);
      RC_ASSERT(math::angle_between(before.rotations[old], after.rotations[j]) < 1e-9);
    }
  }
}

TEST(StaticJoints, AreThoseThatNeverTurn) {
  Motion motion(hand(), 30.0, 3);
  motion.set_rotation(2, 0, math::from_rotation_vector({0.1, 0, 0}));
  motion.set_rotation(1, 4, math::from_rotation_vector({0.1, 0, 0}));
  for (int t = 0; t < 3; ++t) {
    motion.set_rotation(t, 3, math::from_rotation_vector({1, 0, 5e-5 * t}));
  }
  EXPECT_THAT(static_joints(motion), ElementsAre("hand", "thumb1", "thumb2", "finger2"));
  EXPECT_THAT(static_joints(motion, 1e-6), ElementsAre("hand", "thumb1", "finger2"));
  EXPECT_TRUE(static_joints(motion.slice(0, 1)).empty()) << "one frame cannot tell";
}

TEST(StaticJoints, IncludeTheRootOnlyIfAnotherJointCanTakeItsPlace) {
  Motion motion(hand(), 30.0, 2);
  motion.set_rotation(1, 1, math::from_rotation_vector({0.1, 0, 0}));
  const auto names = static_joints(motion);
  EXPECT_THAT(names, ElementsAre("arm", "thumb1", "thumb2", "finger1", "finger2"));
  EXPECT_THAT(remove_joints(motion, names).skeleton().names(), ElementsAre("hand"));

  Motion moved_below(hand(), 30.0, 2);  // arm and hand are still, thumb and fingers turn
  for (const int j : {2, 3, 4, 5}) {
    moved_below.set_rotation(1, j, math::from_rotation_vector({0.1, 0, 0}));
  }
  EXPECT_THAT(static_joints(moved_below), ElementsAre("hand"));
}

}  // namespace
}  // namespace poseaae::mocap
