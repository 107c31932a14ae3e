// Every recording loads, and goes BVH -> Motion -> BVH -> Motion unchanged.
#include <gtest/gtest.h>

#include <cmath>

#include "folders.hpp"
#include "mocap/round_trip.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/up.hpp"

namespace poseaae::mocap {
namespace {

namespace fs = std::filesystem;
using poseaae::test::mocap_dir;
using test::expect_unchanged;

TEST(Recordings, All174OfBandaiNamcoGoThereAndBackUnchanged) {
  const auto files = expand_files((mocap_dir() / "bandai-namco").string(), {".bvh"});
  ASSERT_EQ(files.size(), 174u);
  for (const fs::path& file : files) expect_unchanged(file, {}, 30.0);
}

TEST(Recordings, BothOfCmuGoThereAndBackUnchanged) {
  const auto files = expand_files((mocap_dir() / "cmu").string(), {".bvh"});
  ASSERT_EQ(files.size(), 2u);
  for (const fs::path& file : files) expect_unchanged(file, {.unit = {0.05644}}, 120.0);
}

TEST(Recordings, InAllOfThemYIsUp) {
  for (const char* folder : {"bandai-namco", "cmu"}) {
    for (const fs::path& file : expand_files((mocap_dir() / folder).string(), {".bvh"})) {
      EXPECT_EQ(found_up(read_bvh(file).motion), Up::kY) << file;
    }
  }
}

TEST(Recordings, OnlyTheHipsOfBandaiNamcoMoveAgainstTheirParent) {
  const Motion motion =
      read_bvh(mocap_dir() / "bandai-namco" / "dance-short_normal_001.bvh").motion;
  EXPECT_EQ(motion.frames(), 1901);
  EXPECT_EQ(motion.joints(), 22);
  ASSERT_EQ(motion.translations().size(), 1u);
  EXPECT_EQ(motion.skeleton().name(motion.translations().begin()->first), "Hips");
  EXPECT_NEAR(motion.local_position(0, 1).y(), 0.929004, 1e-12);
}

TEST(Recordings, AWrongUnitWarnsAndNamesABetterOne) {
  const fs::path cmu = mocap_dir() / "cmu" / "12_01.bvh";
  const auto small = read_bvh(cmu, {.unit = {0.01}}).warnings;
  ASSERT_EQ(small.size(), 1u);
  EXPECT_NE(small[0].find("data.unit"), std::string::npos) << small[0];
  EXPECT_NE(small[0].find("12_01.bvh"), std::string::npos) << small[0];

  const fs::path dance = mocap_dir() / "bandai-namco" / "walk_happy_001.bvh";
  const auto large = read_bvh(dance, {.unit = {1.0}}).warnings;
  ASSERT_EQ(large.size(), 1u);
  EXPECT_NE(large[0].find("perhaps data.unit is cm and not m"), std::string::npos) << large[0];
}

TEST(Recordings, WithoutHeadingTheDancerStaysAboveTheOriginAndFacesOneWay) {
  const Motion motion =
      read_bvh(mocap_dir() / "bandai-namco" / "dance-short_normal_001.bvh").motion;
  const Motion facing = remove_heading(motion);
  for (int t = 0; t < motion.frames(); t += 50) {
    EXPECT_LT(math::angle_between(facing.rotation(t, 0), motion.rotation(t, 0)), 1e-12);
    const Vec3 hips = facing.local_position(t, 1);
    EXPECT_NEAR(hips.x(), 0.0, 1e-12);
    EXPECT_NEAR(hips.z(), 0.0, 1e-12);
    EXPECT_NEAR(hips.y(), motion.local_position(t, 1).y(), 1e-12);
    const Quat heading = math::twist_about(facing.rotation(t, 1), Vec3::UnitY());
    EXPECT_LT(math::angle_between(heading, Quat::Identity()), 1e-9);
  }
}

TEST(Recordings, WithoutRootRotationTheDancerStandsUprightAndFacesForward) {
  const auto motion = read_bvh(mocap_dir() / "bandai-namco" / "dance-short_normal_001.bvh").motion;
  const Motion still = remove_root_rotation(motion);
  const auto at = [&](const WorldPose& pose, const char* joint) {
    return pose.positions[motion.skeleton().find(joint).value()];
  };
  for (int t = 0; t < motion.frames(); t += 50) {
    const WorldPose pose = forward_kinematics(still, t);
    const Vec3 spine = at(pose, "Spine") - at(pose, "Hips");
    const Vec3 across = at(pose, "UpperLeg_L") - at(pose, "UpperLeg_R");
    EXPECT_TRUE(spine.normalized().isApprox(Vec3::UnitY(), 1e-9)) << t;
    EXPECT_TRUE(across.normalized().isApprox(Vec3::UnitX(), 1e-4)) << t;
  }
}

}  // namespace
}  // namespace poseaae::mocap
