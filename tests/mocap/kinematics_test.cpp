#include "poseaae/mocap/kinematics.hpp"

#include <gtest/gtest.h>

#include <numbers>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::mocap {
namespace {

constexpr double kQuarter = std::numbers::pi / 2;

Skeleton arm() {
  return {{"shoulder", "elbow", "hand"},
          {-1, 0, 1},
          {Vec3(5, 5, 5), Vec3(1, 0, 0), Vec3(1, 0, 0)},
          {{2, Vec3(0.5, 0, 0), ""}}};
}

Motion bent_arm() {
  Motion motion(arm(), 30.0, 1);
  motion.set_root_position(0, {0, 0, 10});
  motion.set_rotation(0, 0, math::from_rotation_vector({0, 0, kQuarter}));
  motion.set_rotation(0, 1, math::from_rotation_vector({0, 0, kQuarter}));
  return motion;
}

TEST(ForwardKinematics, BendsAnArmByHand) {
  const WorldPose pose = forward_kinematics(bent_arm(), 0);
  EXPECT_TRUE(pose.positions[0].isApprox(Vec3(0, 0, 10)));
  EXPECT_TRUE(pose.positions[1].isApprox(Vec3(0, 1, 10)));
  EXPECT_TRUE(pose.positions[2].isApprox(Vec3(-1, 1, 10)));
  const auto tips = end_site_positions(arm(), pose);
  ASSERT_EQ(tips.size(), 1u);
  EXPECT_TRUE(tips[0].isApprox(Vec3(-1.5, 1, 10)));
}

TEST(ForwardKinematics, UsesTranslationTracksInPlaceOfOffsets) {
  Motion motion = bent_arm();
  motion.set_translation(1, {Vec3(3, 0, 0)});
  EXPECT_TRUE(forward_kinematics(motion, 0).positions[1].isApprox(Vec3(0, 3, 10)));
}

template <typename Scalar>
void compare_with_one_pose_at_a_time(double tolerance) {
  Random random(11);
  const Skeleton skeleton = test::random_skeleton(random, 25);
  Motion motion = test::random_motion(random, skeleton, 7, 0.0);
  for (int t = 0; t < motion.frames(); ++t) motion.set_root_position(t, Vec3::Zero());
  const std::vector<double> expected = joint_positions(motion);
  const std::vector<Scalar> poses(motion.rotations().begin(), motion.rotations().end());
  std::vector<Scalar> positions(expected.size(), Scalar(99));
  forward_kinematics<Scalar>(skeleton, poses, positions);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(positions[i], expected[i], tolerance * skeleton.height()) << i;
  }
}

TEST(ForwardKinematics, BatchedEqualsOnePoseAtATime) {
  compare_with_one_pose_at_a_time<double>(1e-14);
  compare_with_one_pose_at_a_time<float>(1e-6);
}

TEST(ForwardKinematics, BatchedRefusesSizesThatDoNotMatch) {
  std::vector<float> poses(2 * 12);
  std::vector<float> positions(2 * 9);
  EXPECT_NO_THROW(forward_kinematics<float>(arm(), poses, positions));
  EXPECT_NO_THROW(forward_kinematics<float>(arm(), {}, {}));
  positions.pop_back();
  EXPECT_THROW(forward_kinematics<float>(arm(), poses, positions), UsageError);
  poses.pop_back();
  EXPECT_THROW(forward_kinematics<float>(arm(), poses, positions), UsageError);
}

TEST(SkeletonTopology, IsEnforced) {
  const Vec3 o = Vec3::Zero();
  EXPECT_THROW(Skeleton({}, {}, {}), Error);
  EXPECT_THROW(Skeleton({"a"}, {0}, {o}), Error);
  EXPECT_THROW(Skeleton({"a", "b"}, {-1, -1}, {o, o}), Error);
  EXPECT_THROW(Skeleton({"a", "b", "c"}, {-1, 2, 0}, {o, o, o}), Error);
  EXPECT_THROW(Skeleton({"a", "a"}, {-1, 0}, {o, o}), Error);
  EXPECT_THROW(Skeleton({"a", ""}, {-1, 0}, {o, o}), Error);
  EXPECT_THROW(Skeleton({"a", "b"}, {-1, 0}, {o}), Error);
  EXPECT_THROW(Skeleton({"a"}, {-1}, {Vec3(NAN, 0, 0)}), Error);
  EXPECT_THROW(Skeleton({"a"}, {-1}, {o}, {{1, o, ""}}), Error);
}

TEST(SkeletonTopology, KnowsLevelsChildrenAndNames) {
  const Vec3 o = Vec3::Zero();
  const Skeleton skeleton({"a", "b", "c", "d"}, {-1, 0, 1, 0}, {o, o, o, o});
  EXPECT_EQ(skeleton.levels(), (std::vector<std::vector<int>>{{0}, {1, 3}, {2}}));
  EXPECT_EQ(skeleton.children(0), (std::vector<int>{1, 3}));
  EXPECT_EQ(skeleton.find("c"), 2);
  EXPECT_EQ(skeleton.find("e"), std::nullopt);
}

TEST(SkeletonHeight, IsExtentOrLongestChainOfTheBody) {
  EXPECT_DOUBLE_EQ(arm().height(), 2.5) << "the root's own offset is a place in the room";
  const Skeleton body({"room", "hips", "leg", "spine"}, {-1, 0, 1, 1},
                      {Vec3::Zero(), Vec3(400, 0, 0), Vec3(0, -1, 0), Vec3(0, 0.5, 0)});
  EXPECT_DOUBLE_EQ(body.height(), 1.5) << "so is the way from a node at the origin to the hips";
}

TEST(MotionClass, KeepsItsSizesAndRefusesNonsense) {
  EXPECT_THROW(Motion(arm(), 0.0, 1), Error);
  EXPECT_THROW(Motion(arm(), 30.0, -1), Error);
  Motion motion(arm(), 30.0, 4);
  EXPECT_EQ(motion.root_position(3), Vec3(5, 5, 5));
  EXPECT_THROW(motion.set_translation(0, std::vector<Vec3>(4)), Error);
  EXPECT_THROW(motion.set_translation(1, std::vector<Vec3>(3)), Error);
  EXPECT_THROW(static_cast<void>(motion.slice(2, 5)), UsageError);
  motion.set_root_position(2, {1, 2, 3});
  motion.set_translation(1, {Vec3(0, 0, 0), Vec3(1, 0, 0), Vec3(2, 0, 0), Vec3(3, 0, 0)});
  const Motion part = motion.slice(1, 3);
  EXPECT_EQ(part.frames(), 2);
  EXPECT_EQ(part.root_position(1), Vec3(1, 2, 3));
  EXPECT_EQ(part.local_position(0, 1), Vec3(1, 0, 0));
}

}  // namespace
}  // namespace poseaae::mocap
