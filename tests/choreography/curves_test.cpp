#include "choreography/curves.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "choreography/timeline.hpp"

namespace poseaae::choreography {
namespace {

TEST(Curves, EaseIsTheMinimumJerkPolynomial) {
  EXPECT_DOUBLE_EQ(ease(0.0), 0.0);
  EXPECT_DOUBLE_EQ(ease(1.0), 1.0);
  EXPECT_DOUBLE_EQ(ease(0.5), 0.5);
  EXPECT_NEAR(ease(0.25), 0.103515625, 1e-15);  // 10/64 - 15/256 + 6/1024
  EXPECT_DOUBLE_EQ(ease(-3.0), 0.0);
  EXPECT_DOUBLE_EQ(ease(7.0), 1.0);
  EXPECT_LT(ease(1e-3), 1.1e-8);  // starts with the third power: no velocity, no acceleration
}

TEST(Curves, BumpPeaksInTheMiddleAndIsFlatAtItsEnds) {
  EXPECT_DOUBLE_EQ(bump(0.5), 1.0);
  EXPECT_DOUBLE_EQ(bump(0.0), 0.0);
  EXPECT_DOUBLE_EQ(bump(1.0), 0.0);
  EXPECT_LT(bump(1e-3), 1e-7);
  EXPECT_NEAR(bump(0.2), bump(0.8), 1e-15);
}

TEST(Curves, SoftMinIsBelowBothByAtMostKLn2) {
  EXPECT_NEAR(soft_min(1.0, 1.0, 0.1), 1.0 - 0.1 * std::log(2.0), 1e-12);
  EXPECT_NEAR(soft_min(1.0, 9.0, 0.1), 1.0, 1e-12);
  EXPECT_NEAR(soft_min(9.0, 1.0, 0.1), 1.0, 1e-12);
}

TEST(Curves, HermiteMeetsPositionVelocityAndAccelerationAtBothEnds) {
  const Moment from{0.3, -1.0, 2.0}, to{-0.2, 0.5, -9.81};
  const double duration = 0.7, h = 1e-4;
  const auto x = [&](double t) { return hermite(from, to, duration, t); };
  const auto v = [&](double t) { return (x(t + h) - x(t - h)) / (2.0 * h); };
  const auto a = [&](double t) { return (x(t + h) - 2.0 * x(t) + x(t - h)) / (h * h); };
  EXPECT_NEAR(x(0.0), 0.3, 1e-12);
  EXPECT_NEAR(x(duration), -0.2, 1e-12);
  EXPECT_NEAR(v(2 * h), -1.0, 0.01);
  EXPECT_NEAR(v(duration - 2 * h), 0.5, 0.01);
  EXPECT_NEAR(a(2 * h), 2.0, 0.1);
  EXPECT_NEAR(a(duration - 2 * h), -9.81, 0.1);
  EXPECT_EQ(x(-1.0), 0.3);
  // Free fall, x = 2 t - 9.81 t^2 / 2, is a quintic too.
  EXPECT_NEAR(hermite({0.0, 2.0, -9.81}, {0.15855, -0.943, -9.81}, 0.3, 0.1), 0.15095, 1e-12);
}

TEST(Curves, SplinePassesItsKeysAndRestsAtItsEnds) {
  const std::vector<Key> keys = {
      {0.0, {0, 0, 0}}, {0.7, {1, 2, -1}}, {1.1, {3, 0, 0}}, {2.0, {0, 0, 0}}};
  for (const Key& key : keys) EXPECT_NEAR((spline(keys, key.time) - key.value).norm(), 0.0, 1e-12);
  EXPECT_LT(spline(keys, 1e-4).norm(), 1e-6);
  EXPECT_LT(spline(keys, 2.0 - 1e-4).norm(), 1e-6);
  // Velocity and acceleration agree from both sides of an inner key.
  const double h = 1e-4;
  const auto velocity = [&](double t) {
    return math::Vec3((spline(keys, t + h / 2) - spline(keys, t - h / 2)) / h);
  };
  EXPECT_LT((velocity(0.7 - h) - velocity(0.7 + h)).norm(), 0.05);
  const math::Vec3 before = (velocity(0.7 - h) - velocity(0.7 - 2 * h)) / h;
  const math::Vec3 after = (velocity(0.7 + 2 * h) - velocity(0.7 + h)) / h;
  EXPECT_LT((before - after).norm(), 0.1);
}

TEST(Curves, TwoKeySplineIsTheCubicHermite) {
  const std::vector<Key> keys = {{0.0, {0, 0, 0}}, {1.0, {1, 0, 0}}};
  for (const double p : {0.2, 0.5, 0.9}) {
    EXPECT_NEAR(spline(keys, p).x(), p * p * (3.0 - 2.0 * p), 1e-12);
  }
}

TEST(Curves, SmoothingKeepsTheMeanAndTheMiddleOfAStep) {
  std::vector<double> step(60, 0.0);
  std::fill(step.begin() + 30, step.end(), 1.0);
  const std::vector<double> out = smooth(step, 1.0 / 30, 0.07);
  EXPECT_NEAR(std::accumulate(out.begin(), out.end(), 0.0), 30.0, 1e-9);
  EXPECT_NEAR(out[29] + out[30], 1.0, 1e-12);
  EXPECT_GT(out[28], 0.05);
  EXPECT_DOUBLE_EQ(out[0], 0.0);
  EXPECT_NEAR(out[59], 1.0, 1e-12);
}

TEST(Curves, ALooseSpringOvershootsOnceAndSettles) {
  Spring spring;
  double highest = 0.0;
  for (int t = 0; t < 90; ++t) {
    spring.step(1.0, 12.0, 0.5, 1.0 / 30);
    highest = std::max(highest, spring.x);
  }
  EXPECT_NEAR(highest, 1.0 + std::exp(-0.5 * M_PI / std::sqrt(0.75)), 0.03);  // the textbook value
  EXPECT_NEAR(spring.x, 1.0, 1e-4);
}

TEST(TrackTest, AddsOverlappingMoves) {
  Track track(1.0);
  track.move(0.0, 2.0, 3.0).move(1.0, 3.0, 2.0);
  EXPECT_DOUBLE_EQ(track.at(-1.0), 1.0);
  EXPECT_DOUBLE_EQ(track.at(9.0), 2.0);
  EXPECT_NEAR(track.at(1.0), 2.0, 1e-12);
  EXPECT_NEAR(track.at(2.0), 2.5, 1e-12);
}

}  // namespace
}  // namespace poseaae::choreography
