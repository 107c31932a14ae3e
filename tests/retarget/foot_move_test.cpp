// Where toes that are farther from their ankle have to go, and what ankle and foot do for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "limb_track.hpp"

namespace poseaae::retarget {
namespace {

using mocap::Vec3;

constexpr double kFps = 30.0;
constexpr double kDegree = std::numbers::pi / 180.0;

/// A step: in the air, heel and toes (frames 10 to 19), toes alone while the heel rises (20 to 29),
/// in the air. The toes are farther from the ankle by what grows in frames 20 to 29.
FootWay step() {
  FootWay way;
  for (int t = 0; t < 60; ++t) {
    const double grown = t < 20 ? 0.0 : 0.002 * (std::min(t, 29) - 19);
    way.toe.emplace_back(0.03, -grown, 2.0 * grown);
    way.on.push_back(t >= 10 && t < 30 ? 1 : 0);
    way.toe_share.push_back(t >= 20 && t < 30 ? 1.0 : 0.0);
    way.rise.push_back(-1.0);
  }
  return way;
}

TEST(ToeNeeds, ToesStayWhileTheHeelRises) {
  const FootWay way = step();
  const auto need = toe_needs(way, kFps);
  for (int t = 11; t < 20; ++t) EXPECT_LT((need[t] - need[10]).norm(), 1e-12) << t;  // the heel
  for (int t = 20; t < 30; ++t) {
    EXPECT_LT((need[t] + way.toe[t] - need[19] - way.toe[19]).norm(), 1e-12) << t;
  }
  // From 0 to 4 cm backwards, with 0 in the middle; up from where the heel stands.
  EXPECT_LT((need[10] - Vec3(0, 0, 0.02)).norm(), 1e-12);
  EXPECT_LT((need[29] - Vec3(0, 0.02, -0.02)).norm(), 1e-12);
}

TEST(ToeNeeds, PassOnSmoothlyAndEndInNone) {
  const auto need = toe_needs(step(), kFps);
  EXPECT_LT(need[0].norm(), 1e-12);
  EXPECT_LT(need[39].norm(), 1e-12);  // 0.3 s after the last contact
  const double slope = 1.5 / 9.0;     // of a cubic over 9 frames
  for (int t = 1; t < 10; ++t) EXPECT_LE((need[t] - need[t - 1]).norm(), slope * 0.02) << t;
  for (int t = 30; t < 60; ++t) EXPECT_LE((need[t] - need[t - 1]).norm(), slope * 0.0284) << t;
}

TEST(ToeNeeds, BothThatTouchShareWhatIsLost) {
  FootWay way = step();
  for (int t = 20; t < 30; ++t) way.toe_share[t] = 0.5;
  const auto need = toe_needs(way, kFps);
  EXPECT_NEAR((need[29] - need[19]).z(), -0.02, 1e-12);
}

TEST(ToeNeeds, NoneForFeetThatAreAlike) {
  FootWay way = step();
  for (Vec3& toe : way.toe) toe = Vec3(0, 0, 0.1);
  for (double& rise : way.rise) rise = 0.0;
  for (const Vec3& need : toe_needs(way, kFps)) EXPECT_LT(need.norm(), 1e-15);
}

TEST(ToeNeeds, RiseAboveTheFloor) {
  FootWay way = step();
  way.rise[45] = 0.013;
  way.rise[15] = -0.002;
  const auto need = toe_needs(way, kFps);
  EXPECT_LT((need[45] - Vec3(0, 0.013, 0)).norm(), 1e-12);
  EXPECT_NEAR(need[15].y(), 0.0, 1e-12);
}

const Vec3 kToe{0.0, 0.0, 0.15};
constexpr double kAnyDepth = -1.0;

Vec3 reached(const FootMove& move, const Vec3& toe) {
  return move.shift + math::from_rotation_vector(move.turn) * toe - toe;
}

TEST(FootMoves, ShareANeedByWhatEachMayDo) {
  const double up = 0.008;
  // The least of (c / 2 cm)^2 + (d / 5 degrees)^2 with c + 15 cm sin d = 8 mm, by trying all d.
  double best = 0.0;
  double least = std::numeric_limits<double>::infinity();
  for (double d = 0.0; d < 5.0 * kDegree; d += 1e-5) {
    const double c = up - 0.15 * std::sin(d);
    const double sum = std::pow(c / 0.02, 2) + std::pow(d / (5.0 * kDegree), 2);
    if (sum < least) best = d;
    least = std::min(least, sum);
  }
  const FootMove move = foot_move({0, up, 0}, kToe, kAnyDepth);
  EXPECT_LT((reached(move, kToe) - Vec3(0, up, 0)).norm(), 1e-12);
  EXPECT_NEAR(move.turn.norm(), best, 2e-3 * best);
  EXPECT_LT(move.turn.x(), 0.0);  // toes up
}

TEST(FootMoves, AreShiftsWhereATurnDoesNotHelp) {
  const FootMove along = foot_move({0, 0, 0.01}, kToe, kAnyDepth);
  EXPECT_LT(along.turn.norm(), 1e-12);
  EXPECT_NEAR(along.shift.z(), 0.01, 1e-12);
  const FootMove no_toes = foot_move({0, 0.01, 0}, Vec3(0, 0, 0), kAnyDepth);
  EXPECT_EQ(no_toes.turn.norm(), 0.0);
  EXPECT_NEAR(no_toes.shift.y(), 0.01, 1e-12);
}

TEST(FootMoves, MakeUpForEachOtherWithinTheirLimits) {
  // Two centimetres and 5 degrees of 15 cm take toes 3.3 cm.
  EXPECT_LT((reached(foot_move({0, 0.022, 0}, kToe, kAnyDepth), kToe) - Vec3(0, 0.022, 0)).norm(),
            1e-3);
  for (const double size : {0.03, 0.05, 0.2}) {
    for (const Vec3& way : {Vec3(0, 1, 0), Vec3(1, 1, 1), Vec3(0, -1, 2)}) {
      const FootMove move = foot_move(size * way, kToe, kAnyDepth);
      EXPECT_LE(move.shift.norm(), 0.02 + 1e-12);
      EXPECT_LE(move.turn.norm(), 5.0 * kDegree + 1e-12);
    }
  }
}

TEST(FootMoves, LeaveToesNoDeeperThanACentimetre) {
  for (const double rise : {0.03, 0.06, 0.2}) {
    const FootMove move = foot_move({0, rise, 0}, kToe, rise);
    EXPECT_GT(reached(move, kToe).y(), rise - 0.01) << rise;
    EXPECT_LE(move.turn.norm(), 5.0 * kDegree + 1e-12);
  }
}

TEST(FootMoves, FollowANeedWithoutJumps) {
  Vec3 last = Vec3::Zero();
  for (double up = 0.0; up < 0.15; up += 1e-4) {
    const FootMove move = foot_move({0, up, 0.5 * up}, kToe, up);
    EXPECT_LT((move.shift - last).norm(), 1.3e-4) << up;
    last = move.shift;
  }
}

}  // namespace
}  // namespace poseaae::retarget
