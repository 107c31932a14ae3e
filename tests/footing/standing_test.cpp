#include "poseaae/footing/standing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/mocap/kinematics.hpp"
#include "support/lowest.hpp"
#include "support/traveller.hpp"

namespace poseaae::footing {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;
using test::leg;
using test::lowest;

Quat about_x(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitX())); }

TEST(PlantOnFloor, StandsAStillPoseOnTheFloorExactly) {
  Motion motion(leg(), 30, 20);
  for (int t = 0; t < 20; ++t) {
    motion.set_rotation(t, 1, about_x(0.7));
    motion.set_root_position(t, Vec3(2, 5, 3));
  }
  const Motion planted = plant_on_floor(motion);
  for (int t = 0; t < 20; ++t) {
    EXPECT_NEAR(lowest(planted, t), 0.0, 1e-12);
    EXPECT_EQ(planted.root_position(t).x(), 2.0);
    EXPECT_EQ(planted.root_position(t).z(), 3.0);
  }
}

TEST(PlantOnFloor, FollowsSlowMovementToMillimetres) {
  Motion motion(leg(), 30, 120);
  for (int t = 0; t < 120; ++t) {
    motion.set_rotation(t, 0, about_x(0.4 * std::sin(2 * std::numbers::pi * t / 60)));
  }
  const Motion planted = plant_on_floor(motion);
  for (int t = 0; t < 120; ++t) EXPECT_NEAR(lowest(planted, t), 0.0, 0.01);
}

TEST(PlantOnFloor, DoesNotJerkWhenThePoseTrembles) {
  // The leg is lifted in every other frame: the root must not jump up and down with it.
  Motion motion(leg(), 30, 60);
  for (int t = 0; t < 60; ++t) motion.set_rotation(t, 0, about_x(t % 2 == 0 ? 0.0 : 0.6));
  const Motion planted = plant_on_floor(motion);
  const double jump = std::abs(lowest(motion, 30) - lowest(motion, 31));
  for (int t = 10; t < 50; ++t) {
    const double step = planted.root_position(t + 1).y() - planted.root_position(t).y();
    EXPECT_LT(std::abs(step), 0.1 * jump);
  }
}

// Where a loop begins must not show: planted from another frame on, it stands at the same heights.
TEST(PlantOnFloor, DoesNotShowWhereALoopBegins) {
  constexpr int kTurn = 7;
  Motion motion(leg(), 30, 60);
  Motion turned(leg(), 30, 60);
  for (int t = 0; t < 60; ++t) {
    motion.set_rotation(t, 0, about_x(0.5 * std::sin(2 * std::numbers::pi * t / 60)));
    turned.set_rotation((t + kTurn) % 60, 0, motion.rotation(t, 0));
  }
  const Motion planted = plant_on_floor(motion, true);
  const Motion other = plant_on_floor(turned, true);
  for (int t = 0; t < 60; ++t) {
    EXPECT_NEAR(planted.root_position(t).y(), other.root_position((t + kTurn) % 60).y(), 1e-12);
  }
}

}  // namespace
}  // namespace poseaae::footing
