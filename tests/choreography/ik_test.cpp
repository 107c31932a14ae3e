#include "choreography/ik.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

namespace poseaae::choreography {
namespace {

using math::Vec3;

Vec3 arbitrary_point(double size) {
  const auto axis = [&] { return *rc::gen::inRange(-1000, 1001) * 1e-3 * size; };
  const double x = axis();
  const double y = axis();
  return {x, y, axis()};
}

TEST(TwoBone, RightAngleByHand) {
  // A 3-4-5 triangle: the middle joint stands over the root, to the pole's side.
  const TwoBone chain = solve_two_bone({0, 0, 0}, {5, 0, 0}, {0, 1, 0}, 3.0, 4.0);
  EXPECT_NEAR(chain.middle.x(), 9.0 / 5.0, 1e-12);
  EXPECT_NEAR(chain.middle.y(), 12.0 / 5.0, 1e-12);
  EXPECT_NEAR(chain.middle.z(), 0.0, 1e-12);
  EXPECT_NEAR(chain.bend, std::numbers::pi / 2, 1e-12);
}

TEST(TwoBone, EquilateralBendsBy120Degrees) {
  const TwoBone chain = solve_two_bone({1, 2, 3}, {1, 2, 4}, {1, 0, 0}, 1.0, 1.0);
  EXPECT_NEAR(chain.bend, 2.0 * std::numbers::pi / 3.0, 1e-12);
  EXPECT_NEAR((chain.middle - Vec3(1 + std::sqrt(0.75), 2, 3.5)).norm(), 0.0, 1e-12);
}

TEST(TwoBone, DrawsInWhatIsTooFarWithoutLocking) {
  const TwoBone chain = solve_two_bone({0, 0, 0}, {0, -9, 0}, {0, 0, 1}, 0.42, 0.41, 0.998);
  EXPECT_NEAR(chain.end.y(), -0.998 * 0.83, 1e-12);
  EXPECT_GT(chain.bend, 0.1);
  EXPECT_GT(chain.middle.z(), 0.01);
}

TEST(TwoBone, SurvivesATargetOnTheRootAndAPoleAlongTheLine) {
  for (const Vec3& target : {Vec3(0, 0, 0), Vec3(0, -0.5, 0)}) {
    const TwoBone chain = solve_two_bone({0, 0, 0}, target, {0, 1, 0}, 0.42, 0.41);
    EXPECT_NEAR(chain.middle.norm(), 0.42, 1e-9);
    EXPECT_NEAR((chain.end - chain.middle).norm(), 0.41, 1e-9);
  }
}

RC_GTEST_PROP(TwoBone, KeepsItsLengthsMeetsItsTargetAndBendsTowardsThePole, ()) {
  const double upper = *rc::gen::inRange(100, 600) * 1e-3;
  const double lower = *rc::gen::inRange(100, 600) * 1e-3;
  const Vec3 root = arbitrary_point(1.0);
  const Vec3 target = root + arbitrary_point(1.0);
  const Vec3 pole = arbitrary_point(1.0);
  const TwoBone chain = solve_two_bone(root, target, pole, upper, lower);
  RC_ASSERT(std::abs((chain.middle - root).norm() - upper) < 1e-9);
  RC_ASSERT(std::abs((chain.end - chain.middle).norm() - lower) < 1e-9);
  const Vec3 line = target - root;
  const double folded = std::sqrt(upper * upper + lower * lower - 1.88 * upper * lower);
  if (line.norm() > folded && line.norm() < 0.998 * (upper + lower)) {
    RC_ASSERT((chain.end - target).norm() < 1e-9);
  }
  if (line.norm() > 1e-6) {
    const Vec3 along = line.normalized();
    const Vec3 across = pole - pole.dot(along) * along;
    if (across.norm() > 1e-6) RC_ASSERT((chain.middle - root).dot(across) > 0.0);
  }
}

RC_GTEST_PROP(TwoBone, MovesSmoothlyWithItsTarget, ()) {
  const Vec3 target = Vec3(0, -0.6, 0) + arbitrary_point(0.15);
  const Vec3 nudge = arbitrary_point(1e-4);
  const TwoBone before = solve_two_bone({0, 0, 0}, target, {0, 0, 1}, 0.42, 0.41);
  const TwoBone after = solve_two_bone({0, 0, 0}, target + nudge, {0, 0, 1}, 0.42, 0.41);
  RC_ASSERT((after.middle - before.middle).norm() <= 4.0 * nudge.norm() + 1e-12);
}

}  // namespace
}  // namespace poseaae::choreography
