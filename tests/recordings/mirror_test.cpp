#include <gtest/gtest.h>

#include "folders.hpp"
#include "mocap/reflection.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {
namespace {

TEST(Mirror, RecordingsOfTwoRigsAreMirrored) {
  const auto folder = poseaae::test::mocap_dir();
  for (const char* file : {"bandai-namco/walk_normal_001.bvh", "cmu/12_01.bvh"}) {
    const Motion motion = read_bvh(folder / file).motion;
    test::expect_reflection(motion, 1e-9);
  }
}

TEST(Mirror, PartnersOfRecordingsAreThoseOfTheirNames) {
  for (const char* file : {"bandai-namco/walk_normal_001.bvh", "cmu/12_01.bvh"}) {
    const Skeleton skeleton = read_bvh(poseaae::test::mocap_dir() / file).motion.skeleton();
    const JointMirror glass(skeleton);
    for (int j = 0; j < skeleton.joints(); ++j) {
      const auto other = other_side(skeleton.name(j));
      EXPECT_EQ(skeleton.name(glass.partner(j)), other ? other->name : skeleton.name(j)) << file;
    }
  }
}

/// In a walk left and right take turns, so that its mean is near its own image: what tells the
/// frames of a rig apart that its bones do not.
TEST(Mirror, MeanOfAWalkIsNearItsMirrorImage) {
  const auto file = poseaae::test::mocap_dir() / "bandai-namco" / "walk_normal_001.bvh";
  const Motion motion = remove_heading(read_bvh(file).motion);
  const Motion image = mirror(motion);
  const auto mean = [](const Motion& clip, int joint) {
    Eigen::Vector4d sum = Eigen::Vector4d::Zero();
    for (int t = 0; t < clip.frames(); ++t) {
      sum += math::same_hemisphere(clip.rotation(t, joint), clip.rotation(0, joint)).coeffs();
    }
    return Quat(sum).normalized();
  };
  for (int j = 0; j < motion.joints(); ++j) {
    EXPECT_LT(math::angle_between(mean(motion, j), mean(image, j)), 0.3)
        << motion.skeleton().name(j);
  }
}

}  // namespace
}  // namespace poseaae::mocap
