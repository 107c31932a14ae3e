#include "poseaae/footing/travel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/root_path.hpp"
#include "poseaae/footing/standing.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/strider.hpp"
#include "support/traveller.hpp"

namespace poseaae::footing {
namespace {

using mocap::Motion;
using mocap::Vec3;
using test::stride;
using test::walking;

Motion rootless(Motion motion) {
  for (int t = 0; t < motion.frames(); ++t) motion.set_root_position(t, Vec3::Zero());
  return motion;
}

Vec3 ankle(const Motion& motion, int frame, int joint) {
  return mocap::forward_kinematics(motion, frame).positions[joint];
}

double way(const Motion& motion) {
  double sum = 0.0;
  for (int t = 1; t < motion.frames(); ++t) {
    Vec3 step = motion.root_position(t) - motion.root_position(t - 1);
    step.y() = 0.0;
    sum += step.norm();
  }
  return sum;
}

double heading_of(const Motion& motion, int frame) {
  return root_path_of(motion).rows(frame, RootPath::kHeading);
}

/// At any frame rate, a walk without its root comes back with it: 1.2 m/s, straight on.
TEST(Travel, AWalkComesBackWithItsWay) {
  for (const double fps : {20.0, 30.0, 60.0, 120.0, 240.0}) {
    const auto frames = static_cast<int>(5 * fps) + 1;
    const Motion truth = stride(walking(1.2, 0.0), fps, frames);
    const Motion found = travel_by_feet(rootless(truth));
    const Vec3 end = found.root_position(frames - 1) - found.root_position(0);
    EXPECT_NEAR(end.z(), 6.0, 0.12) << fps;
    EXPECT_NEAR(end.x(), 0.0, 0.03) << fps;
    EXPECT_NEAR(way(found), 6.0, 0.12) << fps;
  }
}

/// Half a circle in five seconds, which only the feet tell: the heading was removed, too.
TEST(Travel, TurnsAsTheFeetThatStandDemand) {
  const double turn = std::numbers::pi / 5.0;
  const Motion truth = stride(walking(1.0, turn), 30.0, 151);
  const Motion found = travel_by_feet(rootless(mocap::remove_heading(truth)), {.turns = true});
  EXPECT_NEAR(heading_of(found, 150) - heading_of(found, 0), std::numbers::pi, 0.1);
  const Vec3 across = found.root_position(150) - found.root_position(0);
  EXPECT_NEAR(std::hypot(across.x(), across.z()), 10.0 / std::numbers::pi,
              0.1);  // 2 r, r = v / turn
  const Motion kept = travel_by_feet(rootless(truth));
  EXPECT_NEAR((kept.root_position(150) - kept.root_position(0) -
               (truth.root_position(150) - truth.root_position(0)))
                  .norm(),
              0.0, 0.1);
}

/// Both feet stay where they are while they stand, and turn no more than they did.
TEST(Travel, FeetThatStandStay) {
  const Motion truth = stride(walking(1.2, 0.5), 60.0, 301);
  const Motion found = travel_by_feet(rootless(mocap::remove_heading(truth)), {.turns = true});
  double slip = 0.0;
  int steps = 0;
  for (int t = 1; t < found.frames(); ++t) {
    for (const int joint : {5, 9}) {
      if ((ankle(truth, t, joint) - ankle(truth, t - 1, joint)).norm() > 1e-9) continue;
      slip += (ankle(found, t, joint) - ankle(found, t - 1, joint)).norm() * found.fps();
      ++steps;
    }
  }
  EXPECT_GT(steps, 300);
  EXPECT_LT(slip / steps, 0.1);  // m/s
}

/// Three metres a second with a foot on the floor for 0.2 of 0.3 seconds: what it flies counts too.
TEST(Travel, ARunFliesBetweenItsSteps) {
  const Motion truth = stride(walking(3.0, 0.0, test::kRun), 60.0, 181);
  const Motion found = travel_by_feet(rootless(truth));
  EXPECT_NEAR((found.root_position(180) - found.root_position(0)).z(), 9.0, 0.08 * 9.0);
  for (int step = 1; step < 9; ++step) {
    const int middle = 18 * step - 3;  // of a flight
    EXPECT_GT(std::min(ankle(found, middle, 5).y(), ankle(found, middle, 9).y()), test::kAnkle);
  }
}

TEST(Travel, StandsOnTheFloorAboveTheOrigin) {
  const Motion truth = stride(walking(1.2, 0.0), 30.0, 91);
  const Motion found = travel_by_feet(rootless(truth));
  EXPECT_EQ(found.root_position(0).x(), 0.0);
  EXPECT_EQ(found.root_position(0).z(), 0.0);
  for (int t = 0; t < found.frames(); ++t) {
    const double lower = std::min(ankle(found, t, 5).y(), ankle(found, t, 9).y());
    EXPECT_NEAR(lower, test::kAnkle, 0.02) << t;
  }
}

/// Each frame of a loop has the same neighbours: begun elsewhere, it takes the same steps.
TEST(Travel, ALoopTakesTheSameStepsFromAnyBeginning) {
  constexpr int kPeriod = 60;  // of two steps at 60 fps
  const Motion truth = rootless(stride(walking(1.2, 0.0), 60.0, 2 * kPeriod));
  Motion loop = truth.slice(0, kPeriod);
  Motion later = truth.slice(17, 17 + kPeriod);
  loop = travel_by_feet(loop, {.loops = true});
  later = travel_by_feet(later, {.loops = true});
  for (int t = 1; t < kPeriod - 17; ++t) {
    const Vec3 a = loop.root_position(t + 17) - loop.root_position(t + 16);
    const Vec3 b = later.root_position(t) - later.root_position(t - 1);
    EXPECT_LT((a - b).norm(), 2e-3) << t;
  }
}

/// A walk of 1.2 m/s that was sent along a way of half of that, with a turn of 0.3 rad/s.
struct Slowed {
  Motion motion;
  RootPath way;

  Slowed() : motion(stride(walking(1.2, 0.3), 30.0, 151)), way(root_path_of(motion)) {
    const RootPath whole = way;
    for (int t = 1; t < 151; ++t) {
      Step step = step_of(whole, t - 1);
      step.sideways *= 0.5;
      step.forwards *= 0.5;
      set_place(way, t, moved(place_of(way, t - 1), step));
    }
    motion = carry(motion, way);
  }
  /// Mean speed, m/s, when it is led by this share.
  [[nodiscard]] double speed(double share) const {
    const RootPath led = led_by_feet(motion, way, std::vector<double>(151, share));
    double sum = 0.0;
    for (int t = 0; t < 150; ++t) {
      sum += std::hypot(step_of(led, t).sideways, step_of(led, t).forwards);
      EXPECT_EQ(led.rows(t, RootPath::kHeading), way.rows(t, RootPath::kHeading));
      EXPECT_EQ(led.rows(t, RootPath::kHeight), way.rows(t, RootPath::kHeight));
    }
    return sum / 5.0;
  }
};

TEST(LedByFeet, TakesTheShareOfTheFeet) {
  const Slowed walk;
  EXPECT_NEAR(walk.speed(0.0), 0.6, 1e-5);
  EXPECT_NEAR(walk.speed(0.5), 0.9, 0.03);
  EXPECT_NEAR(walk.speed(1.0), 1.2, 0.04);
}

/// Feet that are led stay where they stand, as in the walk that was.
TEST(LedByFeet, FeetStay) {
  const Slowed walk;
  const RootPath led = led_by_feet(walk.motion, walk.way, std::vector<double>(151, 1.0));
  const Motion found = carry(walk.motion, led);
  const Motion truth = stride(walking(1.2, 0.3), 30.0, 151);
  double slip = 0.0, slipped = 0.0;
  int steps = 0;
  for (int t = 1; t < 151; ++t) {
    for (const int joint : {5, 9}) {
      if ((ankle(truth, t, joint) - ankle(truth, t - 1, joint)).norm() > 1e-9) continue;
      slip += (ankle(found, t, joint) - ankle(found, t - 1, joint)).norm() * 30.0;
      slipped += (ankle(walk.motion, t, joint) - ankle(walk.motion, t - 1, joint)).norm() * 30.0;
      ++steps;
    }
  }
  EXPECT_GT(slipped / steps, 0.5);
  EXPECT_LT(slip / steps, 0.1);  // m/s
}

TEST(LedByFeet, RefusesOtherNumbersOfFrames) {
  const Slowed walk;
  EXPECT_THROW((void)led_by_feet(walk.motion, walk.way, {1.0}), UsageError);
}

TEST(Travel, WhatHasNoLegsStaysWhereItIs) {
  const mocap::Skeleton snake({"a", "b", "c"}, {-1, 0, 1},
                              {Vec3::Zero(), Vec3(0, 0, 0.3), Vec3(0, 0, 0.3)});
  const Motion motion = test::traveller(snake);
  const Motion found = travel_by_feet(motion);
  const Motion planted = plant_on_floor(motion);
  for (int t = 0; t < motion.frames(); ++t) {
    EXPECT_EQ(found.root_position(t), planted.root_position(t));
  }
}

TEST(Travel, FewFramesAreFine) {
  const Motion truth = rootless(stride(walking(1.2, 0.0), 30.0, 3));
  EXPECT_EQ(travel_by_feet(truth.slice(0, 1)).frames(), 1);
  EXPECT_EQ(travel_by_feet(truth.slice(0, 2), {.loops = true}).frames(), 2);
  EXPECT_EQ(travel_by_feet(Motion(test::strider_skeleton(), 30.0, 0)).frames(), 0);
}

}  // namespace
}  // namespace poseaae::footing
