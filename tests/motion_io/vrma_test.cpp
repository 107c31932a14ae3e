#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/conform.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/formats.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

using testing::HasSubstr;

class Vrma : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
  std::filesystem::path out_ = folder_ / "out.vrma";

  static Motion dance() {
    return load_clip({test::source_dir() / "data/waltz_sway.bvh", 0, 80}, {}).motion;
  }
  Clip written(const Motion& motion) {
    const auto& format = *std::ranges::find(motion_formats(), ".vrma", &MotionFormat::extension);
    format.write(out_, motion, {});
    ClipOptions options;
    options.up = Up::kY;
    return load_clip({out_}, options);
  }

  /// Where each joint of `clip` is, and where the one of its name is in `motion`.
  static void expect_same_places(const Clip& clip, const Motion& motion) {
    EXPECT_EQ(clip.motion.fps(), motion.fps());
    ASSERT_EQ(clip.motion.frames(), motion.frames());
    for (int t = 0; t < motion.frames(); ++t) {
      const WorldPose found = forward_kinematics(clip.motion, t);
      const WorldPose expected = forward_kinematics(motion, t);
      for (int j = 0; j < clip.motion.joints(); ++j) {
        const int there = motion.skeleton().find(clip.motion.skeleton().name(j)).value();
        EXPECT_LT((found.positions[j] - expected.positions[there]).norm(), 1e-5);
      }
    }
  }

  static void expect_t_pose(const Skeleton& skeleton) {
    const auto bones = joints_of(skeleton);
    for (const auto& [from, to, way] : {std::tuple("LeftArm", "LeftHand", Vec3(1, 0, 0)),
                                        std::tuple("RightArm", "RightHand", Vec3(-1, 0, 0)),
                                        std::tuple("LeftUpLeg", "LeftFoot", Vec3(0, -1, 0)),
                                        std::tuple("Hips", "Head", Vec3(0, 1, 0))}) {
      const Vec3 bone = bones[*skeleton.find(to)] - bones[*skeleton.find(from)];
      EXPECT_GT(bone.normalized().dot(way), 0.98) << from;
    }
    const Vec3 foot = bones[*skeleton.find("LeftToeBase")] - bones[*skeleton.find("LeftFoot")];
    EXPECT_GT(foot.normalized().z(), 0.5);
    double lowest = 1.0;
    for (const Vec3& place : bones) lowest = std::min(lowest, place.y());
    EXPECT_GE(lowest, -1e-6);
    EXPECT_GT(skeleton.offset(0).y(), 0.5);
  }
  static std::vector<Vec3> joints_of(const Skeleton& skeleton) {
    std::vector<Vec3> at = skeleton.offsets();
    for (int j = 1; j < skeleton.joints(); ++j) at[j] += at[skeleton.parent(j)];
    return at;
  }
};

TEST_F(Vrma, ATPoseAndTheSamePlaces) {
  const Clip clip = written(dance());
  EXPECT_TRUE(clip.axes.empty()) << "all rotations of the T-pose are none";
  expect_t_pose(clip.motion.skeleton());
  expect_same_places(clip, dance());
  const std::string bytes = read_file(out_);
  EXPECT_THAT(bytes, HasSubstr(R"("VRMC_vrm_animation":{"specVersion":"1.0","humanoid":)"
                               R"({"humanBones":{"hips":{"node":0},)"));
  EXPECT_THAT(bytes, HasSubstr(R"("rightLowerLeg":{"node":)"));
  EXPECT_THAT(bytes, HasSubstr(R"("path":"translation")"));
}

TEST_F(Vrma, TheHipsHaveKeysWhereTheyStayToo) {
  Motion motion = dance();
  for (int t = 0; t < motion.frames(); ++t) motion.set_root_position(t, {0, 0.9, 0});
  expect_same_places(written(motion), motion);
  EXPECT_THAT(read_file(out_), HasSubstr(R"("target":{"node":0,"path":"translation"})"));
}

TEST_F(Vrma, WhateverTheRestPose) {
  const Motion motion = dance();
  const int joints = motion.joints();
  // All joints lean by other angles at rest, but no bone points to where it never would.
  std::vector<Quat> lean;
  for (int j = 0; j < joints; ++j) {
    lean.push_back(math::from_rotation_vector({0.3 * std::sin(j), 0.3 * std::cos(j), 0.2}));
  }
  const Motion leaning = with_rest_turned(motion, lean);
  const Clip leant = written(leaning);
  expect_t_pose(leant.motion.skeleton());
  expect_same_places(leant, leaning);
  // All bones along one axis, as many recordings have them.
  std::vector<Quat> along_x;
  for (int j = 0; j < joints; ++j) {
    Vec3 bone = Vec3::Zero();
    for (const int child : motion.skeleton().children(j)) bone = motion.skeleton().offset(child);
    along_x.push_back(bone.isZero() ? Quat::Identity()
                                    : math::rotation_between(bone, Vec3::UnitX()));
  }
  const Motion stretched = with_rest_turned(motion, along_x);
  const Clip from_axis = written(stretched);
  expect_t_pose(from_axis.motion.skeleton());
  expect_same_places(from_axis, stretched);
  // Knees and elbows bend to where they did: no limb is twisted on its way to the T-pose.
  const WorldPose found = forward_kinematics(from_axis.motion, 40);
  const Clip upright = written(motion);
  const WorldPose expected = forward_kinematics(upright.motion, 40);
  for (int j = 0; j < joints; ++j) {
    EXPECT_LT(math::angle_between(found.rotations[j], expected.rotations[j]), 0.6)
        << motion.skeleton().name(j);
  }
}

}  // namespace
}  // namespace poseaae::mocap
