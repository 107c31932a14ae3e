#include "held_still.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::footing {
namespace {

using mocap::Vec3;

constexpr double kSharp = 1e-3;  // frames of Gaussian: none

std::vector<double> along_x(const std::vector<Vec3>& places) {
  std::vector<double> x;
  for (const Vec3& place : places) x.push_back(place.x());
  return x;
}

TEST(Median, IsTheMiddleOrTheMeanOfTwo) {
  EXPECT_EQ(median({3.0, 1.0, 2.0}), 2.0);
  EXPECT_EQ(median({4.0, 1.0, 2.0, 8.0}), 3.0);
}

TEST(WithoutTremble, TakesAwayTheSmallAndKeepsTheLarge) {
  EXPECT_EQ(without_tremble(0.0, 0.0), 0.0);
  EXPECT_DOUBLE_EQ(without_tremble(1.0, 1.0), 0.5);
  EXPECT_DOUBLE_EQ(without_tremble(-3.0, 1.0), -2.7);
}

/// The mean of a way that strays little; of two places, each drawn to the other by strength over
/// its frames (the closed form for one step).
TEST(HeldStill, KnowsOnePlaceAndTwo) {
  std::vector<Vec3> way;
  for (int t = 0; t < 20; ++t) way.emplace_back(t < 12 ? 1.0 : 2.0, t % 2, 0.5);
  const auto one = held_still(way, 8.0, kSharp, false);
  const auto two = held_still(way, 2.0, kSharp, false);
  for (int t = 0; t < 20; ++t) {
    EXPECT_NEAR(one[t].x(), 1.4, 1e-12);
    EXPECT_NEAR(two[t].x(), t < 12 ? 1.0 + 2.0 / 12 : 2.0 - 2.0 / 8, 1e-12);
    EXPECT_NEAR(two[t].y(), 0.5, 1e-12);
    EXPECT_NEAR(two[t].z(), 0.5, 1e-12);
  }
}

/// The conditions of the minimum: the summed differences s_t = sum_(i<=t) (way_i - x_i) lie within
/// the tube, end at 0, and x rises only where s is at -strength, and falls only at +strength.
RC_GTEST_PROP(HeldStill, IsTheMinimum, ()) {
  const int frames = *rc::gen::inRange(1, 60);
  const double strength = *rc::gen::element(0.1, 1.0, 5.0);
  std::vector<Vec3> way;
  for (int t = 0; t < frames; ++t) way.emplace_back(*rc::gen::inRange(-100, 100) * 0.02, 0, 0);
  const auto x = along_x(held_still(way, strength, kSharp, false));
  double sum = 0.0;
  for (int t = 0; t < frames; ++t) {
    sum += way[t].x() - x[t];
    RC_ASSERT(std::abs(sum) < strength + 1e-9);
    if (t + 1 == frames) break;
    if (x[t + 1] > x[t] + 1e-9) RC_ASSERT(std::abs(sum + strength) < 1e-9);
    if (x[t + 1] < x[t] - 1e-9) RC_ASSERT(std::abs(sum - strength) < 1e-9);
  }
  RC_ASSERT(std::abs(sum) < 1e-9);
}

TEST(HeldStill, AWayThatGoesRoundHasNoSeam) {
  constexpr int kFrames = 50;
  std::vector<Vec3> way;
  std::vector<Vec3> turned(kFrames);
  for (int t = 0; t < kFrames; ++t) {
    way.emplace_back(std::sin(0.04 * std::numbers::pi * t) + (t % 7 == 0 ? 0.3 : 0.0), 0.0, 0.0);
    turned[(t + 17) % kFrames] = way.back();
  }
  const auto one = held_still(way, 2.0, 1.5, true);
  const auto other = held_still(turned, 2.0, 1.5, true);
  for (int t = 0; t < kFrames; ++t) EXPECT_NEAR(one[t].x(), other[(t + 17) % kFrames].x(), 1e-9);
}

}  // namespace
}  // namespace poseaae::footing
