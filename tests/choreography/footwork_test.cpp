#include "choreography/footwork.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "poseaae/base/error.hpp"

namespace poseaae::choreography {
namespace {

Placement at(double x, double z, double yaw = 0.0) { return {Vec3(x, Body::kBallHeight, z), yaw}; }

TEST(FootworkTest, AStepIsAnArcBetweenTwoPlacements) {
  Footwork feet(at(0.1, 0), at(-0.1, 0));
  feet.step(Side::kLeft, 1.0, 2.0, at(0.5, 0.2, 0.4), 0.08);
  EXPECT_EQ(feet.at(Side::kLeft, 0.9).ball, at(0.1, 0).ball);
  EXPECT_TRUE(feet.at(Side::kLeft, 1.0).planted);
  const FootState middle = feet.at(Side::kLeft, 1.5);
  EXPECT_FALSE(middle.planted);
  EXPECT_NEAR(middle.ball.x(), 0.3, 1e-12);
  EXPECT_NEAR(middle.ball.y(), Body::kBallHeight + 0.08, 1e-12);
  EXPECT_NEAR(middle.yaw, 0.2, 1e-12);
  EXPECT_NEAR((feet.at(Side::kLeft, 2.0).ball - at(0.5, 0.2).ball).norm(), 0.0, 1e-15);
  EXPECT_TRUE(feet.at(Side::kRight, 1.5).planted);
}

TEST(FootworkTest, AStepBowsAroundTheOtherLeg) {
  Footwork feet(at(0.1, 0), at(-0.1, 0));
  feet.step(Side::kRight, 1.0, 2.0, at(0.3, 0.2), 0.05, Vec3(0.0, 0.0, 0.15));
  const Vec3 straight(0.1, Body::kBallHeight + 0.05, 0.1);
  EXPECT_NEAR((feet.at(Side::kRight, 1.5).ball - straight - Vec3(0, 0, 0.15)).norm(), 0.0, 1e-12);
  EXPECT_NEAR((feet.at(Side::kRight, 2.0).ball - at(0.3, 0.2).ball).norm(), 0.0, 1e-15);
}

TEST(FootworkTest, APivotTurnsTheFootAboutItsRestingBall) {
  Footwork feet(at(0.1, 0), at(-0.1, 0));
  feet.pivot(Side::kRight, 1.0, 2.0, 1.2);
  EXPECT_EQ(feet.at(Side::kRight, 1.5).ball, at(-0.1, 0).ball);
  EXPECT_NEAR(feet.at(Side::kRight, 1.5).yaw, 0.6, 1e-12);
  EXPECT_NEAR(feet.at(Side::kRight, 3.0).yaw, 1.2, 1e-12);
}

TEST(FootworkTest, AGestureCarriesTheAnkleThroughItsKeys) {
  Footwork feet(at(0.1, 0), at(-0.1, 0));
  feet.gesture(Side::kLeft, 0.0, 2.0, at(0.1, 0), {{1.0, Vec3(0, 0.7, 0.6)}});
  EXPECT_NEAR((feet.at(Side::kLeft, 1.0).displacement - Vec3(0, 0.7, 0.6)).norm(), 0.0, 1e-12);
  EXPECT_EQ(feet.at(Side::kLeft, 2.0).displacement, Vec3(0, 0, 0));
  EXPECT_EQ(feet.at(Side::kLeft, 1.0).gesture, 1.0);
}

TEST(FootworkTest, RefusesAStepOfAFootThatIsStillInTheAir) {
  Footwork feet(at(0.1, 0), at(-0.1, 0));
  feet.step(Side::kLeft, 1.0, 2.0, at(0.3, 0), 0.05);
  EXPECT_THROW(feet.step(Side::kLeft, 1.9, 2.5, at(0.1, 0), 0.05), Error);
  EXPECT_THROW(feet.step(Side::kLeft, 3.0, 3.0, at(0.1, 0), 0.05), Error);
}

TEST(FootworkTest, RefusesKeysOfAGestureThatAreNotInOrder) {
  const Vec3 up(0, 0.2, 0);
  for (const auto& beats : {std::pair(1.6, 1.5), std::pair(0.9, 1.5), std::pair(1.5, 2.1)}) {
    Footwork feet(at(0.1, 0), at(-0.1, 0));
    EXPECT_THROW(
        feet.gesture(Side::kLeft, 1.0, 2.0, at(0.1, 0), {{beats.first, up}, {beats.second, up}}),
        Error);
  }
}

}  // namespace
}  // namespace poseaae::choreography
