#pragma once

#include <gtest/gtest.h>

#include "mocap/samples.hpp"

namespace poseaae::mocap::test {

/// The same with the root's offset at 0, as it is written.
inline Skeleton with_root_at_0(const Skeleton& skeleton) {
  std::vector<Vec3> offsets = skeleton.offsets();
  offsets.front().setZero();
  return {skeleton.names(), skeleton.parents(), offsets, skeleton.end_sites()};
}

/// BVH -> Motion -> BVH -> Motion changes nothing: angles to 1e-5 rad, lengths to 1e-6 m; no
/// warnings on either way.
inline void expect_unchanged(const std::filesystem::path& file, const BvhReadOptions& options,
                             double fps) {
  const Clip clip = read_bvh(file, options);
  EXPECT_TRUE(clip.warnings.empty()) << clip.warnings.front();
  EXPECT_EQ(clip.motion.fps(), fps) << file;
  const BvhWriteOptions as_read{.unit = options.unit, .order = math::EulerOrder::kYXZ};
  const Clip again = parse_bvh(format_bvh(clip.motion, as_read), file, options);
  EXPECT_TRUE(again.warnings.empty());
  EXPECT_EQ(again.motion.skeleton(), with_root_at_0(clip.motion.skeleton())) << file;
  EXPECT_EQ(again.motion.fps(), fps);
  const Difference change = difference(clip.motion, again.motion);
  EXPECT_LT(change.angle, 1e-5) << file;
  EXPECT_LT(change.length, 1e-6) << file;
}

}  // namespace poseaae::mocap::test
