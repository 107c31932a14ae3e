// Small made-up clips, each with one habit of exporters: a clip gives what its twin gives.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "folders.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::mocap {
namespace {

Clip load(const std::string& name, const ClipOptions& options = {},
          const Standard* like = nullptr) {
  return load_clip({test::cases_dir() / (name + ".bvh")}, options, {}, like);
}

/// The largest distance between joints of the two, found by name, over all frames.
double farthest(const Motion& a, const Motion& b, const Vec3& shift = Vec3::Zero()) {
  EXPECT_EQ(a.frames(), b.frames());
  double distance = 0.0;
  for (int t = 0; t < std::min(a.frames(), b.frames()); ++t) {
    const WorldPose here = forward_kinematics(a, t);
    const WorldPose there = forward_kinematics(b, t);
    for (int j = 0; j < b.joints(); ++j) {
      const auto joint = a.skeleton().find(b.skeleton().name(j));
      if (!joint) continue;
      distance = std::max(distance, (here.positions[*joint] - there.positions[j] - shift).norm());
    }
  }
  return distance;
}

/// The largest angle between rotations of joints of the same name.
double most_turned(const Motion& a, const Motion& b) {
  double angle = 0.0;
  for (int t = 0; t < std::min(a.frames(), b.frames()); ++t) {
    for (int j = 0; j < b.joints(); ++j) {
      const auto joint = a.skeleton().find(b.skeleton().name(j));
      if (joint)
        angle = std::max(angle, math::angle_between(a.rotation(t, *joint), b.rotation(t, j)));
    }
  }
  return angle;
}

constexpr double kPrinted = 2e-5;  // metres, radians: four decimals of degrees along a body

class Twins : public testing::TestWithParam<const char*> {};

TEST_P(Twins, WalkAsTheWalkInCentimetresWithYUpDoes) {
  const std::string name = GetParam();
  const Motion walk = load("yup_walk_cm").motion;
  ClipOptions options;
  if (name == "yup_walk_m") options.unit = Unit::parse("m");
  if (name == "yup_walk_inches") options.unit = Unit::parse("inch");
  const Standard standard{walk.skeleton(), "the walk"};
  const Motion twin = load(name, options, &standard).motion;
  EXPECT_EQ(twin.skeleton().names(), walk.skeleton().names());
  EXPECT_EQ(twin.fps(), walk.fps());
  EXPECT_LT(farthest(twin, walk), 3 * kPrinted);
  EXPECT_LT(most_turned(twin, walk), kPrinted);
}
INSTANTIATE_TEST_SUITE_P(Cases, Twins,
                         testing::Values("zup_walk_cm", "upside_down_walk", "yup_walk_m",
                                         "yup_walk_inches", "siblings_in_alphabetical_order",
                                         "walk_with_twist_bones", "root_relative_to_offset",
                                         "offsets_zero_lengths_in_channels",
                                         "frame_time_is_the_rate", "rest_apose"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Cases, PositionsThatReplaceOffsetsAreTheBody) {
  const Skeleton walk = load("yup_walk_cm").motion.skeleton();
  const Motion taller = load("positions_replace_offsets").motion;
  for (int j = 1; j < walk.joints(); ++j) {
    const Vec3 bone = taller.skeleton().offset(taller.skeleton().find(walk.name(j)).value());
    EXPECT_LT((bone - 1.08 * walk.offset(j)).norm(), 1e-4) << walk.name(j);
  }
}

TEST(Cases, WhatStandsAboveTheBodyIsNoLimb) {
  const Motion walk = load("yup_walk_cm").motion;
  for (const char* name :
       {"root_bone_forty_metres_away", "scene_root_with_camera", "iclone_rl_boneroot"}) {
    const Motion twin = load(name).motion;
    EXPECT_NEAR(twin.skeleton().height(), walk.skeleton().height(), 1e-6) << name;
    EXPECT_GT(body_of(twin), 0) << name;
    EXPECT_LT(most_turned(twin, walk), kPrinted) << name;
  }
}

}  // namespace
}  // namespace poseaae::mocap
