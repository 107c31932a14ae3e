// The shipped clips, read and edited.
#include <gtest/gtest.h>

#include "poseaae/mocap/edit.hpp"
#include "round_trip.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

std::filesystem::path shipped(const std::string& name) {
  return poseaae::test::source_dir() / "data" / (name + ".bvh");
}

TEST(ShippedClips, GoThereAndBackUnchanged) {
  for (const char* name : {"kick_turns", "slow_arms", "street_step", "waltz_sway"}) {
    test::expect_unchanged(shipped(name), {}, 30.0);
  }
}

TEST(ShippedClips, WithoutHeadingTheDancerStaysAboveTheOriginAndFacesOneWay) {
  const Motion motion = read_bvh(shipped("kick_turns")).motion;
  const Motion facing = remove_heading(motion);
  for (int t = 0; t < motion.frames(); t += 50) {
    const Vec3 hips = facing.root_position(t);
    EXPECT_NEAR(hips.x(), 0.0, 1e-12);
    EXPECT_NEAR(hips.z(), 0.0, 1e-12);
    EXPECT_NEAR(hips.y(), motion.root_position(t).y(), 1e-12);
    const Quat heading = math::twist_about(facing.rotation(t, 0), Vec3::UnitY());
    EXPECT_LT(math::angle_between(heading, Quat::Identity()), 1e-9);
  }
}

TEST(ShippedClips, AWrongUnitWarnsAndNamesABetterOne) {
  const auto large = read_bvh(shipped("waltz_sway"), {.unit = {1.0}}).warnings;
  ASSERT_EQ(large.size(), 1u);
  EXPECT_NE(large[0].find("perhaps data.unit is cm and not m"), std::string::npos) << large[0];
}

}  // namespace
}  // namespace poseaae::mocap
