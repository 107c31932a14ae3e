// Real FBX files: Maya's as text, whose numbers can be read in them, and a binary one of Blender's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::mocap {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Clip read(const std::string& name) {
  ClipOptions options;
  options.up = Up::kY;
  return load_clip({std::filesystem::path(POSEAAE_FORMATS_DIR) / name}, options);
}

/// Its curves: x from 0 to 2 cm in a third of a second, y up to 2 in a twelfth and down again, in
/// straight lines. There is no skeleton: the cube is the joint.
TEST(FbxFiles, AnAnimatedCubeOfMayaIsAClipOfOneJoint) {
  const Clip clip = read("maya_anim_linear_7700_ascii.fbx");
  EXPECT_THAT(clip.motion.skeleton().names(), ElementsAre("pCube1"));
  EXPECT_EQ(clip.motion.fps(), 24.0);
  EXPECT_EQ(clip.motion.frames(), 21);  // 20/24 s, by its LocalStop
  for (int t = 0; t <= 8; ++t) {
    const double x = 2.0 * t / 8.0, y = t <= 2 ? t : 2.0 - 2.0 * (t - 2) / 6.0;
    EXPECT_LT((clip.motion.root_position(t) - 0.01 * Vec3(x, y, 0)).norm(), 1e-7) << t;
  }
}

/// Its nodes: T (-2 0 0) and 90 degrees about z, then T (2 0 0) and 90 degrees back; bound at the
/// origin and at (0 2 0). It has an animation without curves that move anything.
TEST(FbxFiles, ASkinOfMayaStandsAsItsPreRotationsSay) {
  const Clip clip = read("maya_skinned_pivot_7700_ascii.fbx");
  EXPECT_THAT(clip.motion.skeleton().names(), ElementsAre("joint1", "joint2"));
  EXPECT_EQ(clip.motion.frames(), 1);
  ASSERT_EQ(clip.warnings.size(), 1u);
  EXPECT_THAT(clip.warnings[0], HasSubstr("holds no animation"));
  const std::vector<double> places = joint_positions(clip.motion);
  EXPECT_LT((Vec3(places[0], places[1], places[2]) - Vec3(-0.02, 0, 0)).norm(), 1e-7);
  EXPECT_LT((Vec3(places[3], places[4], places[5]) - Vec3(-0.02, 0.02, 0)).norm(), 1e-7);
  ASSERT_EQ(clip.axes.size(), 2u);
  const Quat quarter(Eigen::AngleAxisd(0.5 * EIGEN_PI, Vec3::UnitZ()));
  EXPECT_LT(math::angle_between(clip.axes[0], quarter), 1e-6);
  EXPECT_LT(math::angle_between(clip.axes[1], Quat::Identity()), 1e-6);
}

/// Two arms of seven bones on an armature that is scaled by 100, as Blender exports it: one bone
/// turns, none changes its length.
TEST(FbxFiles, AnArmatureOfBlenderIsRead) {
  const Clip clip = read("animation_with_skeleton.fbx");
  const Motion& motion = clip.motion;
  EXPECT_TRUE(clip.warnings.empty()) << clip.warnings.front();
  EXPECT_EQ(motion.joints(), 15);
  EXPECT_EQ(motion.skeleton().end_sites().size(), 2u);
  EXPECT_EQ(motion.frames(), 21);
  EXPECT_EQ(motion.fps(), 24.0);
  const std::vector<double> places = joint_positions(motion);
  const auto place = [&](const char* name) {
    const double* p = &places[3 * static_cast<std::size_t>(motion.skeleton().find(name).value())];
    return Vec3(p[0], p[1], p[2]);
  };
  EXPECT_NEAR((place("Bone.001") - place("Bone")).norm(), 4.46926, 1e-4);
  const int turning = motion.skeleton().find("Bone.005").value();
  for (int j = 0; j < motion.joints(); ++j) {
    double angle = 0.0;
    for (int t = 0; t < motion.frames(); ++t) {
      angle = std::max(angle, math::angle_between(motion.rotation(0, j), motion.rotation(t, j)));
    }
    if (j == turning) {
      EXPECT_GT(angle, 0.2);
    } else {
      EXPECT_LT(angle, 2e-3) << motion.skeleton().name(j);
    }
  }
}

}  // namespace
}  // namespace poseaae::mocap
