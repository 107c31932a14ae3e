// How far limbs reach and fold, and how a body sinks for its legs.
#include "limb_reach.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::retarget {
namespace {

using footing::Limb;
using mocap::Vec3;

/// Bones of 0.5 and 0.4 m below (0, 1, 0), with the middle forwards and an angle between the bones.
Limb bent(double flexed_deg) {
  const double angle = flexed_deg * std::numbers::pi / 180.0;
  const Vec3 root(0, 1, 0);
  const Vec3 middle = root + Vec3(0, -0.5, 0);
  return {root, middle, middle + 0.4 * Vec3(0, -std::cos(angle), -std::sin(angle))};
}

double flexed_deg(double distance) {
  // The law of cosines.
  const double cosine = (distance * distance - 0.25 - 0.16) / (2.0 * 0.5 * 0.4);
  return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180.0 / std::numbers::pi;
}

TEST(SinkingFor, BringsTheGoalWithinReach) {
  const Limb leg = bent(20.0);
  const Vec3 goal(0.1, 0.08, 0.2);
  const double sunk = sinking_for(leg, goal);
  EXPECT_GT(sunk, 0.0);
  const double there = (goal - leg.root + Vec3(0, sunk, 0)).norm();
  EXPECT_NEAR(there, leg.extent() + footing::easy_room_of(leg), 1e-12);
}

TEST(SinkingFor, NothingWhereItReachesOrSinkingDoesNotHelp) {
  const Limb leg = bent(20.0);
  EXPECT_EQ(sinking_for(leg, leg.tip), 0.0);
  EXPECT_EQ(sinking_for(leg, leg.root + Vec3(0, -0.7, 0)), 0.0);
  EXPECT_EQ(sinking_for(leg, leg.root + Vec3(0.5, 1.0, 0)), 0.0);
  EXPECT_NEAR(sinking_for(leg, leg.root + Vec3(2.0, -0.3, 0)), 0.3, 1e-12);  // to its height
  const Limb straight = bent(2.0);
  EXPECT_EQ(sinking_for(straight, straight.tip), 0.0);
}

TEST(SmoothAbove, IsNowhereBelowAndNeverJumps) {
  std::vector<double> needs(90, 0.0);
  needs[40] = 0.03;
  for (int t = 60; t < 70; ++t) needs[t] = 0.02;
  const auto course = smooth_above(needs, 30.0);
  for (int t = 0; t < 90; ++t) EXPECT_GE(course[t], needs[t] - 1e-15) << t;
  for (int t = 1; t < 90; ++t) EXPECT_LT(std::abs(course[t] - course[t - 1]), 0.005) << t;
  EXPECT_EQ(course[27], 0.0);  // more than 0.4 s before
  EXPECT_NEAR(course[40], 0.03, 1e-15);
}

TEST(SmoothAbove, AStandingNeedStays) {
  for (const double sunk : smooth_above(std::vector<double>(50, 0.01), 120.0)) {
    EXPECT_NEAR(sunk, 0.01, 1e-15);
  }
  EXPECT_EQ(smooth_above({0.02}, 30.0), std::vector<double>{0.02});
}

TEST(Unfolded, LimbsFoldUpTo155Degrees) {
  const Limb arm = bent(90.0);
  const Vec3 ahead = (arm.tip - arm.root).normalized();
  EXPECT_EQ(unfolded(arm, arm.tip), arm.tip);
  const Vec3 easy = arm.root + 0.5 * ahead;  // 114 degrees
  EXPECT_LT((unfolded(arm, easy) - easy).norm(), 1e-12);
  double last = 0.0;
  for (double distance = 0.64; distance > 0.001; distance -= 0.001) {
    const double folded =
        flexed_deg((unfolded(arm, arm.root + distance * ahead) - arm.root).norm());
    EXPECT_LT(folded, 155.0 + 1e-9) << distance;
    EXPECT_GE(folded, last - 1e-9) << distance;
    last = folded;
  }
  EXPECT_GT(last, 150.0);
}

TEST(Unfolded, ALimbThatIsFoldedMoreStaysSo) {
  const Limb arm = bent(165.0);
  const Vec3 goal = arm.root + 0.9 * (arm.tip - arm.root);
  EXPECT_LT((unfolded(arm, goal) - arm.tip).norm(), 1e-12);
  EXPECT_EQ(unfolded(arm, arm.tip), arm.tip);
}

}  // namespace
}  // namespace poseaae::retarget
