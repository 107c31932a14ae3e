#include "handovers.hpp"

#include <gtest/gtest.h>

namespace poseaae::footing {
namespace {

using mocap::Vec3;

constexpr int kFrames = 30;
constexpr double kFps = 30.0;
constexpr double kAnkle_m = 0.08;

/// A leg whose ankle is there and whose foot lies.
LegTrack at(const std::vector<Vec3>& ankles) {
  LegTrack leg;
  for (const Vec3& ankle : ankles) {
    leg.leg.push_back({ankle + Vec3(0, 0.8, 0), ankle + Vec3(0, 0.4, 0.05), ankle});
    leg.heel.emplace_back(0, 0, 0);
    leg.toe.emplace_back(0, -kAnkle_m, 0.15);
  }
  return leg;
}

/// The left foot touches up to frame 10 and moves after frame `leaves`; the right one moves up to
/// frame `arrives` and touches from frame 18 on.
struct Dancer {
  std::vector<Vec3> left, right;
  Touch left_touch, right_touch;
  std::vector<double> floor = std::vector<double>(kFrames, 0.0);

  explicit Dancer(double speed = 0.3, double height = 0.0, int leaves = 13, int arrives = 13) {
    for (int t = 0; t < kFrames; ++t) {
      const bool nobody = t >= 10 && t < 18;
      const double h = kAnkle_m + (nobody ? height : 0.0);
      left.emplace_back(0.1, h, speed / kFps * std::max(0, t - leaves));
      right.emplace_back(-0.1, h, speed / kFps * std::max(0, arrives - t));
      left_touch.heel.push_back(t < 10 ? 1 : 0);
      right_touch.heel.push_back(t < 18 ? 0 : 1);
    }
    left_touch.toe = left_touch.heel;
    right_touch.toe = right_touch.heel;
  }
  /// Frames in which the left foot touches, and the right one.
  std::pair<int, int> handed_over() {
    const LegTrack a = at(left);
    const LegTrack b = at(right);
    hand_over({{&a, &left_touch}, {&b, &right_touch}}, floor, {kFrames, kFps, false});
    return {static_cast<int>(std::ranges::count(left_touch.heel, 1)),
            static_cast<int>(std::ranges::count(right_touch.heel, 1))};
  }
};

/// Up to frame 13 the left foot does not move; from there on the right one does not.
TEST(Handovers, WeightPassesWhereFeetSlideLeast) {
  EXPECT_EQ(Dancer().handed_over(), std::pair(13, 17));
  Dancer dancer;
  (void)dancer.handed_over();
  for (int t = 0; t < kFrames; ++t) EXPECT_NE(dancer.left_touch.any(t), dancer.right_touch.any(t));
}

TEST(Handovers, WhoFliesStandsOnNothing) {
  EXPECT_EQ(Dancer(0.3, 0.05).handed_over(), std::pair(10, 12));
}

TEST(Handovers, FeetThatAreFastDoNotStand) {
  EXPECT_EQ(Dancer(1.0, 0.0, 11, 15).handed_over(), std::pair(12, 15));
}

TEST(Handovers, LongGapsStay) {
  Dancer dancer;
  for (int t = 2; t < 18; ++t) dancer.left_touch.heel[t] = dancer.left_touch.toe[t] = 0;
  EXPECT_EQ(dancer.handed_over(), std::pair(2, 12));
}

TEST(Handovers, AtTheBeginningTheNextOneStands) {
  Dancer dancer;
  for (int t = 0; t < 10; ++t) dancer.left_touch.heel[t] = dancer.left_touch.toe[t] = 0;
  for (int t = 6; t < 18; ++t) dancer.right_touch.heel[t] = dancer.right_touch.toe[t] = 1;
  EXPECT_EQ(dancer.handed_over(), std::pair(0, 30));
}

}  // namespace
}  // namespace poseaae::footing
