#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/mirror.hpp"

namespace poseaae::mocap::test {

inline Vec3 in_mirror(const Vec3& p) { return {-p.x(), p.y(), p.z()}; }

/// In every frame, each joint of the mirrored motion is where the image of its partner is, and each
/// end site where the image of some end site is.
inline void expect_reflection(const Motion& motion, double tolerance) {
  const JointMirror glass(motion.skeleton());
  const Motion image = mirror(motion);
  for (int t = 0; t < motion.frames(); ++t) {
    const WorldPose before = forward_kinematics(motion, t);
    const WorldPose after = forward_kinematics(image, t);
    for (int j = 0; j < motion.joints(); ++j) {
      const Vec3 off = after.positions[glass.partner(j)] - in_mirror(before.positions[j]);
      ASSERT_LT(off.norm(), tolerance) << motion.skeleton().name(j) << " in frame " << t;
    }
    auto tips = end_site_positions(motion.skeleton(), before);
    const auto there = end_site_positions(image.skeleton(), after);
    ASSERT_EQ(tips.size(), there.size());
    for (const Vec3& tip : tips) {
      const bool found = std::any_of(there.begin(), there.end(), [&](const Vec3& p) {
        return (p - in_mirror(tip)).norm() < tolerance;
      });
      ASSERT_TRUE(found) << "an end site in frame " << t;
    }
  }
}

}  // namespace poseaae::mocap::test
