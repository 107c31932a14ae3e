#include "poseaae/footing/closing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/strider.hpp"

namespace poseaae::footing {
namespace {

using mocap::Motion;
using mocap::Vec3;
using test::stride;
using test::walking;

/// How far the step from the last frame to the first is from what the others are: the place where
/// the loop goes on, against where it begins.
double gap(const RootPath& way) {
  const Place end = moved(place_of(way, way.frames() - 1), step_across(way, way));
  const Place begin = place_of(way, 0);
  return std::hypot(end.x - begin.x, end.z - begin.z);
}

/// Mean speed (m/s) of ankles while they stand in `truth`.
double slip(const Motion& motion, const Motion& truth) {
  const auto ankle = [](const Motion& of, int t, int joint) {
    return mocap::forward_kinematics(of, t).positions[joint];
  };
  double sum = 0.0;
  int steps = 0;
  for (int t = 1; t < motion.frames(); ++t) {
    for (const int joint : {5, 9}) {
      if ((ankle(truth, t, joint) - ankle(truth, t - 1, joint)).norm() > 1e-9) continue;
      sum += (ankle(motion, t, joint) - ankle(motion, t - 1, joint)).norm() * motion.fps();
      ++steps;
    }
  }
  return sum / steps;
}

/// Ten metres straight on become a circle of 10 m: every step as long as it was, and feet stay.
TEST(LedBack, AWalkGoesInACircle) {
  const Motion walk = stride(walking(1.0, 0.0), 30.0, 300);
  const RootPath way = led_back(walk, root_path_of(walk));
  EXPECT_LT(gap(way), 0.02);
  const double turn = way.rows(299, RootPath::kHeading) - way.rows(0, RootPath::kHeading);
  EXPECT_NEAR(std::abs(turn), 2.0 * std::numbers::pi * 299 / 300, 0.05);
  double length = 0.0;
  for (int t = 0; t < 299; ++t) {
    length += std::hypot(step_of(way, t).sideways, step_of(way, t).forwards);
  }
  EXPECT_NEAR(length, 10.0, 0.4);
  // Feet turn: ankles by 2 pi in 10 s, 8 cm from the middle of their foot.
  EXPECT_LT(slip(carry(walk, way, {.loops = true}), walk), 0.2 * std::numbers::pi * 0.08 + 0.03);
}

/// A walk of a third of a turn, which a mean of its misses would drag 0.8 m/s over the floor.
TEST(LedBack, ABentWalkClosesWithFeetThatStay) {
  const Motion walk = stride(walking(1.0, 0.2), 30.0, 300);
  const RootPath way = led_back(walk, root_path_of(walk));
  EXPECT_LT(gap(way), 0.02);
  EXPECT_LT(slip(carry(walk, way, {.loops = true}), walk), 0.08);
}

/// What comes back already stays as it is.
TEST(LedBack, ACircleStays) {
  const Motion walk = stride(walking(1.0, std::numbers::pi / 5.0), 30.0, 300);
  const RootPath before = root_path_of(walk);
  const RootPath way = led_back(walk, before);
  for (int t = 0; t < 300; ++t) {
    const Place a = place_of(before, t);
    const Place b = place_of(way, t);
    EXPECT_LT(std::hypot(a.x - b.x, a.z - b.z), 0.02) << t;
  }
}

/// Nobody turns round while walking two steps, and for 20 cm in 10 s nobody does: these are made up
/// for evenly.
TEST(LedBack, WhatIsMissedIsMadeUpForEvenly) {
  for (const auto& [speed, frames] : {std::pair(1.5, 45), std::pair(0.02, 300)}) {
    const Motion walk = stride(walking(speed, 0.0), 30.0, frames);
    const RootPath way = led_back(walk, root_path_of(walk));
    EXPECT_LT(gap(way), 2.0 * speed / 30.0);
    for (int t = 0; t < frames; ++t) EXPECT_NEAR(way.rows(t, RootPath::kHeading), 0.0F, 1e-6F);
  }
}

TEST(LedBack, FewFramesAreFine) {
  const Motion walk = stride(walking(1.0, 0.0), 30.0, 3);
  EXPECT_EQ(led_back(walk.slice(0, 1), root_path_of(walk.slice(0, 1))).frames(), 1);
  EXPECT_EQ(led_back(walk.slice(0, 2), root_path_of(walk.slice(0, 2))).frames(), 2);
  EXPECT_THROW((void)led_back(walk, root_path_of(walk.slice(0, 2))), UsageError);
}

/// Four steps of a metre ahead and half a metre aside become none.
TEST(ClosedEvenly, TakesAnEqualShareFromEveryStep) {
  RootPath way;
  way.rows = Batch::Zero(4, RootPath::kColumns);
  way.rows.col(RootPath::kHeight).setConstant(0.9F);
  std::vector<Place> places;
  for (int t = 0; t <= 4; ++t) places.push_back({2.0 + t, 0.5 * t, 0.1 * t});
  const RootPath closed = closed_evenly(way, places);
  for (int t = 0; t < 4; ++t) {
    EXPECT_NEAR(place_of(closed, t).x, 2.0, 1e-6);
    EXPECT_NEAR(place_of(closed, t).z, 0.0, 1e-6);
    EXPECT_NEAR(place_of(closed, t).heading, 0.1 * t, 1e-6);
    EXPECT_EQ(closed.rows(t, RootPath::kHeight), 0.9F);
  }
  places.pop_back();
  EXPECT_THROW((void)closed_evenly(way, places), UsageError);
}

}  // namespace
}  // namespace poseaae::footing
