#include "poseaae/live/glide.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace poseaae::live {
namespace {

constexpr double kStep = 1.0 / 60.0;

Eigen::VectorXd one(double value) { return Eigen::VectorXd::Constant(1, value); }

// Values of the page's own glide (src/page/instrument/glide.js), run by node.
TEST(Glide, IsThatOfThePage) {
  Glide glide(Eigen::Vector2d(0, 1));
  for (int i = 0; i < 20; ++i) glide.step(Eigen::Vector2d(2, -1), kStep, 0.6);
  EXPECT_NEAR(glide.values()[0], 1.4787845944448348, 1e-12);
  EXPECT_NEAR(glide.values()[1], -0.4787845944448348, 1e-12);
}

TEST(Glide, MakesNineteenTwentiethsInItsTimeAtAnyRate) {
  for (const double fps : {24.0, 60.0, 240.0}) {
    Glide glide(1);
    for (int i = 0; i < static_cast<int>(fps); ++i) glide.step(3.0, 1.0 / fps, 1.0);
    EXPECT_NEAR(glide.value(), 0.95 * 3.0, 1e-10) << fps;
  }
}

TEST(Glide, OfNoTimeJumps) {
  Glide glide(1);
  EXPECT_EQ(glide.step(3.0, kStep, 0.0), 3.0);
  EXPECT_EQ(glide.step(3.0, kStep, 1.0), 3.0);  // and has no speed afterwards
}

TEST(Crossing, FollowsExactlyWhereNothingJumps) {
  Crossing crossing(1);
  crossing.begin(one(0));
  for (int i = 1; i < 60; ++i) {
    const double target = std::sin(0.1 * i);
    EXPECT_EQ(crossing.step(one(target), kStep, 0.6)[0], target);
  }
}

/// x over two seconds, with a jump from sin(2 t) to 5 + cos(3 t) at one second.
std::vector<double> crossed(double seconds, double fps) {
  Crossing crossing(1);
  crossing.begin(one(0));
  std::vector<double> x;
  for (int i = 0; i < static_cast<int>(2 * fps); ++i) {
    const double t = i / fps;
    if (i == static_cast<int>(fps)) crossing.jump();
    x.push_back(
        crossing.step(one(t < 1 ? std::sin(2 * t) : 5 + std::cos(3 * t)), 1 / fps, seconds)[0]);
  }
  return x;
}

// The glide's own acceleration is w^2 y at most where it begins, and w^2 5 + 2 w 5 here: no frame
// may have more, at any rate. A jump in place would have 5 fps^2, one in speed 2 fps.
TEST(Crossing, JumpsNeitherInPlaceNorInSpeed) {
  const double w = kSettled / 0.6;
  for (const double fps : {60.0, 240.0, 2000.0}) {
    const auto x = crossed(0.6, fps);
    double most = 0.0;
    for (std::size_t i = 2; i < x.size(); ++i) {
      most = std::max(most, std::abs(x[i] - 2 * x[i - 1] + x[i - 2]) * fps * fps);
    }
    EXPECT_LT(most, w * w * 6.0 + 2 * w * 5.0 + 10.0) << fps;
  }
}

TEST(Crossing, ArrivesAtTheNewTarget) {
  const auto x = crossed(0.6, 60.0);
  const double t = 2.0 - 1.0 / 60.0;
  EXPECT_NEAR(x.back(), 5 + std::cos(3 * t), 0.06);  // a second later: 99.7 % of 5 and the speed
  const auto at_once = crossed(0.0, 60.0);
  EXPECT_EQ(at_once[60], 5 + std::cos(3.0));
}

}  // namespace
}  // namespace poseaae::live
