#include "poseaae/footing/two_bone_ik.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace poseaae::footing {
namespace {

using math::Quat;
using math::Vec3;

/// A leg that stands at the origin of its hip, bent forwards (+Z), with a known angle of the knee.
Limb bent(double a, double b, double knee) {
  // Law of cosines for the line from hip to ankle, which points down.
  const double d = std::sqrt(a * a + b * b - 2.0 * a * b * std::cos(knee));
  const double x = (a * a + d * d - b * b) / (2.0 * d);
  return {Vec3::Zero(), Vec3(0.0, -x, std::sqrt(std::max(0.0, a * a - x * x))), Vec3(0.0, -d, 0.0)};
}

double knee_of(const Limb& limb) {
  const Vec3 up = limb.root - limb.middle;
  const Vec3 down = limb.tip - limb.middle;
  return std::atan2(up.cross(down).norm(), up.dot(down));
}

double farthest(const Limb& a, const Limb& b) {
  return std::max({(a.root - b.root).norm(), (a.middle - b.middle).norm(), (a.tip - b.tip).norm()});
}

/// The limb as its two turns make it.
Limb turned(const Limb& limb, const Bend& bend) {
  const Vec3 middle = limb.root + bend.upper * (limb.middle - limb.root);
  return {limb.root, middle, middle + bend.lower * (limb.tip - limb.middle)};
}

/// A triangle of 3, 4 and 5: the knee is at a right angle, and three fifths of the thigh lie along
/// the line to the ankle.
TEST(TwoBoneIk, MakesTheTriangleOfThreeFourAndFive) {
  const Limb limb = bent(0.3, 0.4, 2.5);
  const Bend bend = reach(limb, Vec3(0.0, -0.5, 0.0), Vec3::UnitZ());
  EXPECT_LT((bend.limb.middle - Vec3(0.0, -0.18, 0.24)).norm(), 1e-12);
  EXPECT_NEAR(knee_of(bend.limb), std::numbers::pi / 2, 1e-12);
  EXPECT_EQ(bend.missed, 0.0);
  EXPECT_LT(farthest(turned(limb, bend), bend.limb), 1e-12);
  // Both bones turn about the axis of the knee alone.
  EXPECT_LT(math::to_rotation_vector(bend.upper).cross(Vec3::UnitX()).norm(), 1e-12);
  EXPECT_LT(math::to_rotation_vector(bend.lower).cross(Vec3::UnitX()).norm(), 1e-12);
}

TEST(TwoBoneIk, ATargetAtTheTipChangesNothing) {
  for (const double knee : {0.3, 1.0, 2.0, 2.9, 3.1, std::numbers::pi}) {
    const Limb limb = bent(0.45, 0.4, knee);
    const Bend bend = reach(limb, limb.tip, Vec3::UnitZ());
    EXPECT_LT(farthest(bend.limb, limb), 1e-12) << knee;
    EXPECT_LT(math::angle_between(bend.upper, Quat::Identity()), 1e-7) << knee;
    EXPECT_LT(math::angle_between(bend.lower, Quat::Identity()), 1e-7) << knee;
  }
}

/// A leg that passes from one side of straight to the other, half a millimetre a step: the knee
/// comes round by the front. Its way forwards is k / 4 there, k a tenth of a bone: 1 cm.
TEST(TwoBoneIk, ALegThatBendsSidewaysTurnsItsKneeSlowly) {
  for (double side = -0.008; side < 0.0085; side += 0.0005) {
    const double down = std::sqrt(0.16 - side * side);
    const Limb limb{Vec3::Zero(), Vec3(side, -down, 0.0), Vec3(0.0, -2.0 * down, 0.0)};
    const Vec3 knee = reach(limb, Vec3(0.0, -0.78, 0.0), Vec3::UnitZ()).limb.middle;
    EXPECT_NEAR(knee.x() / knee.z(), side / 0.01, 1e-9) << side;
  }
}

Vec3 any_vector(double size) {
  const auto number = [&] { return *rc::gen::inRange(-10000, 10001) * 1e-4 * size; };
  const double x = number();
  const double y = number();
  return {x, y, number()};
}

/// Random legs and targets that they can reach with a bent knee.
RC_GTEST_PROP(TwoBoneIk, ReachesWithItsBonesInTheirPlane, ()) {
  const Vec3 root = any_vector(2.0);
  const Vec3 up = any_vector(0.5);
  const Vec3 down = any_vector(0.5);
  const Limb limb{root, root + up, root + up + down};
  const double a = limb.upper();
  const double b = limb.lower();
  RC_PRE(a > 0.05 && b > 0.05 && up.cross(down).norm() > 0.1 * a * b && limb.extent() > 0.05);
  const Vec3 way = any_vector(1.0);
  const double most = limb.extent() + easy_room_of(limb);
  RC_PRE(way.norm() > std::abs(a - b) + 1e-3 && way.norm() < most);
  const Bend bend = reach(limb, root + way, any_vector(1.0));
  RC_ASSERT((bend.limb.tip - root - way).norm() < 1e-9);
  RC_ASSERT(std::abs(bend.limb.upper() - a) < 1e-9);
  RC_ASSERT(std::abs(bend.limb.lower() - b) < 1e-9);
  RC_ASSERT(farthest(turned(limb, bend), bend.limb) < 1e-9);
}

/// Whatever is asked for, and of whatever legs: finite, and bones as long as before.
RC_GTEST_PROP(TwoBoneIk, NeverBreaks, ()) {
  const double size = *rc::gen::element(0.0, 1e-12, 1e-3, 1.0, 1e3);
  const Vec3 root = any_vector(1.0);
  const Limb limb{root, root + any_vector(size), root + any_vector(*rc::gen::element(0.0, size))};
  const Bend bend = reach(limb, any_vector(*rc::gen::element(0.0, 1e-12, 1.0, 1e6)),
                          any_vector(*rc::gen::element(0.0, 1.0)));
  RC_ASSERT(bend.upper.coeffs().allFinite() && bend.lower.coeffs().allFinite());
  RC_ASSERT(bend.limb.middle.allFinite() && bend.limb.tip.allFinite());
  RC_ASSERT(std::abs(bend.upper.norm() - 1.0) < 1e-9 && std::abs(bend.lower.norm() - 1.0) < 1e-9);
}

TEST(TwoBoneIk, AStraightLegBendsForwards) {
  for (const double knee : {std::numbers::pi, 3.12}) {
    Limb limb = bent(0.45, 0.4, knee);
    limb.middle.z() *= -1.0;  // by a degree the wrong way, or not at all
    const Bend bend = reach(limb, Vec3(0.0, -0.8, 0.0), Vec3(0.0, 0.2, 1.0));
    EXPECT_GT(bend.limb.middle.z(), 0.1);
    EXPECT_NEAR(bend.limb.middle.x(), 0.0, 1e-9);
    EXPECT_LT((bend.limb.tip - Vec3(0.0, -0.8, 0.0)).norm(), 1e-12);
  }
}

/// A target that goes away at an even pace, farther than the leg is long: the knee straightens to
/// 11 degrees and no further, and changes its speed gently on the way.
TEST(TwoBoneIk, StraightensWithoutPopping) {
  const Limb limb = bent(0.42, 0.42, 2.4);
  const double longest = kStraightest * 0.84;
  double last = knee_of(limb);
  double last_speed = 0.0;
  double largest = 0.0;
  constexpr double kStep = 1e-4;
  for (int k = 0; k < 4000; ++k) {
    const Bend bend = reach(limb, limb.tip - k * kStep * Vec3::UnitY(), Vec3::UnitZ());
    EXPECT_LT(bend.limb.extent(), longest + 1e-12);
    const double knee = knee_of(bend.limb);
    const double speed = (knee - last) / kStep;
    if (k > 1) largest = std::max(largest, std::abs(speed - last_speed) / kStep);
    EXPECT_GE(knee, last - 1e-12);
    last = knee;
    last_speed = speed;
  }
  EXPECT_NEAR(last, std::acos(1.0 - 2.0 * kStraightest * kStraightest), 1e-3);
  EXPECT_LT(largest, 1000.0);  // radians per square metre; a hard stop is beyond 1e4
}

/// Longer than kStraightest allows already: it stays as it is, and gets no longer.
TEST(TwoBoneIk, AStraightLegStaysStraight) {
  const Limb limb = bent(0.45, 0.4, std::numbers::pi);
  const Bend bend = reach(limb, limb.tip - 0.1 * Vec3::UnitY(), Vec3::UnitZ());
  EXPECT_LT(farthest(bend.limb, limb), 1e-9);
  EXPECT_NEAR(bend.missed, 0.1, 1e-9);
}

/// The knee's direction turns with the leg: a leg that swings outwards bends in its own plane.
TEST(TwoBoneIk, KeepsItsPlane) {
  const Limb limb = bent(0.45, 0.4, 2.0);
  const double d = limb.extent();
  const Quat swing(Eigen::AngleAxisd(0.4, Vec3::UnitZ()));
  const Bend bend = reach(limb, swing * Vec3(0.0, -d, 0.0), Vec3::UnitZ());
  EXPECT_LT((bend.limb.middle - swing * limb.middle).norm(), 1e-12);
}

}  // namespace
}  // namespace poseaae::footing
