#include "poseaae/mocap/edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"

namespace poseaae::mocap {
namespace {

using testing::HasSubstr;

const Vec3 kUp = Vec3::UnitY();

Skeleton walker() {
  return {{"room", "hips", "left leg", "right leg"},
          {-1, 0, 1, 1},
          {Vec3::Zero(), Vec3(0, 1, 0), Vec3(0.1, -0.9, 0), Vec3(-0.1, -0.9, 0)}};
}

/// Hips that turn, lean and travel below a root that stands still.
Motion walk() {
  Motion motion(walker(), 30.0, 5);
  std::vector<Vec3> track;
  for (int t = 0; t < 5; ++t) {
    track.push_back({0.3 * t, 1.0 + 0.01 * t, -0.2 * t});
    motion.set_rotation(
        t, 1,
        math::from_rotation_vector(0.6 * t * kUp) * math::from_rotation_vector({0.2, 0, 0.1 * t}));
    motion.set_rotation(t, 2, math::from_rotation_vector({0.4 * t, 0, 0}));
  }
  motion.set_translation(1, track);
  return motion;
}

TEST(Resample, InterpolatesHalfwayBetweenFrames) {
  Motion motion(walker(), 30.0, 2);
  motion.set_root_position(1, {2, 0, 0});
  motion.set_rotation(1, 1, math::from_rotation_vector({0, 0, 1.0}));
  motion.set_translation(2, {Vec3(0, 0, 0), Vec3(0, 0, 4)});
  const Motion twice = resample(motion, 60.0);
  ASSERT_EQ(twice.frames(), 3);
  EXPECT_EQ(twice.fps(), 60.0);
  EXPECT_TRUE(twice.root_position(1).isApprox(Vec3(1, 0, 0)));
  EXPECT_LT(math::angle_between(twice.rotation(1, 1), math::from_rotation_vector({0, 0, 0.5})),
            1e-12);
  EXPECT_TRUE(twice.local_position(1, 2).isApprox(Vec3(0, 0, 2)));
}

TEST(Resample, TakesEveryFourthFrameFrom120To30) {
  Random random(2);
  const Motion motion = test::random_motion(random, walker(), 41);
  Motion fast = motion;
  fast.set_fps(120.0);
  const Motion slow = resample(fast, 30.0);
  ASSERT_EQ(slow.frames(), 11);
  for (int t = 0; t < slow.frames(); ++t) {
    EXPECT_LT(math::angle_between(slow.rotation(t, 2), motion.rotation(4 * t, 2)), 1e-7);
    EXPECT_TRUE(slow.root_position(t).isApprox(motion.root_position(4 * t), 1e-9));
  }
}

RC_GTEST_PROP(Resample, KeepsTheFirstFrameAndTheDuration, (std::uint64_t seed)) {
  Random random(seed);
  const Motion motion = test::random_motion(random, walker(), 2 + int(random.below(40)));
  const double fps = random.uniform(3.0, 200.0);
  const Motion out = resample(motion, fps);
  RC_ASSERT(math::angle_between(out.rotation(0, 1), motion.rotation(0, 1)) < 1e-7);
  RC_ASSERT(out.root_position(0).isApprox(motion.root_position(0)));
  const double before = (motion.frames() - 1) / motion.fps();
  const double after = (out.frames() - 1) / out.fps();
  RC_ASSERT(after <= before + 1e-6 && after > before - 1.0 / fps);
}

RC_GTEST_PROP(Resample, KeepsTheLastFrameAtWholeMultiples, (std::uint64_t seed)) {
  Random random(seed);
  const Motion motion = test::random_motion(random, walker(), 2 + int(random.below(40)));
  const int factor = 1 + int(random.below(7));
  const Motion out = resample(motion, factor * motion.fps());
  const int last = motion.frames() - 1;
  RC_ASSERT(out.frames() == factor * last + 1);
  RC_ASSERT(math::angle_between(out.rotation(factor * last, 1), motion.rotation(last, 1)) < 1e-7);
  RC_ASSERT(out.root_position(factor * last).isApprox(motion.root_position(last), 1e-9));
}

TEST(Resample, RefusesImpossibleRates) {
  for (const double fps : {0.0, -30.0, double(NAN), double(INFINITY), 1e300, 1e8}) {
    EXPECT_THROW(static_cast<void>(resample(walk(), fps)), UsageError) << fps;
  }
  EXPECT_EQ(resample(Motion(walker(), 30.0, 0), 60.0).frames(), 0);
  EXPECT_EQ(resample(Motion(walker(), 30.0, 1), 60.0).frames(), 1);
}

RC_GTEST_PROP(MakeContinuous, KeepsRotationsAndLeavesNoJump, (std::uint64_t seed)) {
  Random random(seed);
  Motion motion = test::random_motion(random, walker(), 10);
  const Motion smooth = make_continuous(motion);
  for (int t = 0; t < 10; ++t) {
    for (int j = 0; j < motion.joints(); ++j) {
      RC_ASSERT(math::angle_between(smooth.rotation(t, j), motion.rotation(t, j)) < 1e-7);
      if (t > 0) RC_ASSERT(smooth.rotation(t, j).dot(smooth.rotation(t - 1, j)) >= 0.0);
    }
  }
}

TEST(RemoveHeading, FacesOneWayAboveTheOriginAndKeepsThePose) {
  const Motion motion = walk();
  const Motion facing = remove_heading(motion);
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose before = forward_kinematics(motion, t);
    const WorldPose after = forward_kinematics(facing, t);
    EXPECT_TRUE(after.positions[1].isApprox(Vec3(0, before.positions[1].y(), 0)));
    const Quat heading = math::twist_about(after.rotations[1], kUp);
    EXPECT_LT(math::angle_between(heading, Quat::Identity()), 1e-12);
    // One turn about the vertical carries the old body onto the new one.
    const Quat turn = math::twist_about(before.rotations[1], kUp).conjugate();
    for (int j = 1; j < motion.joints(); ++j) {
      const Vec3 expected = turn * (before.positions[j] - before.positions[1]);
      EXPECT_TRUE((after.positions[j] - after.positions[1]).isApprox(expected, 1e-9));
    }
    EXPECT_LT(math::angle_between(facing.rotation(t, 0), Quat::Identity()), 1e-12)
        << "the root of the room stays as it is";
  }
}

TEST(RemoveHeading, TurnsTheRootWhereTheRootTurns) {
  const Motion motion = remove_joints(walk(), {"room"});
  const Motion facing = remove_heading(motion);
  EXPECT_TRUE(facing.translations().empty());
  for (int t = 0; t < motion.frames(); ++t) {
    EXPECT_EQ(facing.root_position(t), Vec3(0, motion.root_position(t).y(), 0));
    EXPECT_LT(math::angle_between(math::twist_about(facing.rotation(t, 0), kUp), Quat::Identity()),
              1e-12);
  }
}

TEST(RemoveHeading, TreatsASingleFrameAsItsClip) {
  const Motion motion = walk();
  const Motion whole = remove_heading(motion);
  for (int t = 0; t < motion.frames(); ++t) {
    const auto change =
        test::difference(remove_heading(motion.slice(t, t + 1)), whole.slice(t, t + 1));
    EXPECT_LT(change.angle, 1e-7) << t;
    EXPECT_LT(change.length, 1e-12) << t;
  }
}

TEST(RemoveRootRotation, LeavesTheBodysOwnAnglesUpright) {
  const Motion motion = walk();
  const Motion still = remove_root_rotation(motion);
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose before = forward_kinematics(motion, t);
    const WorldPose after = forward_kinematics(still, t);
    EXPECT_LT(math::angle_between(after.rotations[1], Quat::Identity()), 1e-12);
    EXPECT_TRUE(after.positions[1].isApprox(Vec3(0, before.positions[1].y(), 0)));
    for (int j = 2; j < motion.joints(); ++j) {
      EXPECT_LT(math::angle_between(still.rotation(t, j), motion.rotation(t, j)), 1e-12);
    }
  }
  EXPECT_EQ(remove_root_rotation(Motion(walker(), 30.0, 0)).frames(), 0);
}

TEST(RemoveRootRotation, IsTheSameForDancersTurnedAlike) {
  const Motion motion = remove_joints(walk(), {"room"});
  Motion turned = motion;
  const Quat turn = math::from_rotation_vector({0.3, -1.2, 0.7});
  for (int t = 0; t < motion.frames(); ++t) turned.set_rotation(t, 0, turn * motion.rotation(t, 0));
  EXPECT_LT(test::difference(remove_root_rotation(turned), remove_root_rotation(motion)).angle,
            1e-12);
}

TEST(RemoveHeading, LeavesAStillChainAlone) {
  const Skeleton chain({"a", "b"}, {-1, 0}, {Vec3::Zero(), Vec3(0, 1, 0)});
  EXPECT_LT(test::difference(remove_heading(Motion(chain, 30.0, 3)), Motion(chain, 30.0, 3)).length,
            1e-12);
  EXPECT_EQ(remove_heading(Motion(chain, 30.0, 0)).frames(), 0);
}

TEST(FrameRanges, AreHalfOpenAndRunToTheEnds) {
  const auto resolved = [](const std::string& text) {
    const FrameRange range = FrameRange::parse(text).resolve(300);
    return std::pair(range.first, range.last);
  };
  EXPECT_EQ(resolved("100:200"), std::pair(100, 200));
  EXPECT_EQ(resolved("100:"), std::pair(100, 300));
  EXPECT_EQ(resolved(":200"), std::pair(0, 200));
  EXPECT_EQ(resolved(":"), std::pair(0, 300));
  EXPECT_EQ(resolved("299:300"), std::pair(299, 300));
}

TEST(FrameRanges, RefuseWhatIsNotOneOrLiesBeyondTheClip) {
  for (const std::string text :
       {"", "100", "a:b", "-1:5", "1:2:3", "1.5:2", "1: 2", "99999999999:"}) {
    EXPECT_THROW(static_cast<void>(FrameRange::parse(text)), UsageError) << text;
  }
  for (const std::string text : {"5:5", "7:3", "0:11", "10:"}) {
    EXPECT_THAT([&] { static_cast<void>(FrameRange::parse(text).resolve(10)); },
                testing::ThrowsMessage<UsageError>(HasSubstr("expected frames within 0:10")))
        << text;
  }
}

}  // namespace
}  // namespace poseaae::mocap
