#include "poseaae/math/quaternion.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "poseaae/base/random.hpp"

namespace poseaae::math {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr std::array<EulerOrder, 6> kOrders{EulerOrder::kXYZ, EulerOrder::kXZY, EulerOrder::kYXZ,
                                            EulerOrder::kYZX, EulerOrder::kZXY, EulerOrder::kZYX};

Quat random_rotation(Random& random) {
  return Quat(random.normal(), random.normal(), random.normal(), random.normal()).normalized();
}

/// The textbook matrix of a turn about one axis, not by way of quaternions.
Eigen::Matrix3d elementary(int axis, double angle) {
  Eigen::Matrix3d m = Eigen::Matrix3d::Identity();
  const int u = (axis + 1) % 3;
  const int v = (axis + 2) % 3;
  m(u, u) = m(v, v) = std::cos(angle);
  m(u, v) = -std::sin(angle);
  m(v, u) = std::sin(angle);
  return m;
}

RC_GTEST_PROP(Turn, IsTheProductWithAnElementaryRotation, (std::uint64_t seed)) {
  Random random(seed);
  const Quat before = random_rotation(random);
  const double angle = random.uniform(-10.0, 10.0);
  for (int axis = 0; axis < 3; ++axis) {
    std::array<double, 4> q{};
    store_wxyz(before, q.data());
    turn_wxyz(q.data(), axis, angle / 2);
    const Eigen::Matrix3d expected = before.toRotationMatrix() * elementary(axis, angle);
    RC_ASSERT(load_wxyz(q.data()).toRotationMatrix().isApprox(expected, 1e-12));
    const Quat product = before * Quat(Eigen::AngleAxisd(angle, Vec3::Unit(axis)));
    RC_ASSERT(load_wxyz(q.data()).coeffs().isApprox(product.coeffs(), 1e-12));
  }
}

TEST(Euler, IsTheProductOfTheThreeMatricesInTheOrderNamed) {
  const Vec3 angles(0.3, -1.1, 2.5);
  const std::array<std::array<int, 3>, 6> axes{
      {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
  for (std::size_t i = 0; i < kOrders.size(); ++i) {
    ASSERT_EQ(axes_of(kOrders[i]), axes[i]);
    const Eigen::Matrix3d expected = elementary(axes[i][0], angles[0]) *
                                     elementary(axes[i][1], angles[1]) *
                                     elementary(axes[i][2], angles[2]);
    EXPECT_TRUE(from_euler(kOrders[i], angles).toRotationMatrix().isApprox(expected, 1e-14));
  }
}

RC_GTEST_PROP(Euler, GoesThereAndBackInEveryOrder, (std::uint64_t seed)) {
  Random random(seed);
  const Quat q = random_rotation(random);
  for (const EulerOrder order : kOrders) {
    const Vec3 angles = to_euler(order, q);
    RC_ASSERT(std::abs(angles[1]) <= kPi / 2 + 1e-12);
    RC_ASSERT(angle_between(q, from_euler(order, angles)) < 1e-12);
  }
}

TEST(Euler, GoesThereAndBackAtAndNearGimbalLock) {
  for (const EulerOrder order : kOrders) {
    for (const double sign : {1.0, -1.0}) {
      for (const double off : {0.0, 1e-12, 1e-10, 1e-9, 2e-9, 1e-8, 2e-8, 1e-6, 1e-3}) {
        const Quat q = from_euler(order, {0.7, sign * (kPi / 2 - off), -1.9});
        EXPECT_LT(angle_between(q, from_euler(order, to_euler(order, q))), 5e-8) << off;
      }
    }
  }
}

RC_GTEST_PROP(Euler, NearAnotherTripleTheyAreTheNearestOfAllThatAreEqual, (std::uint64_t seed)) {
  Random random(seed);
  const Quat q = random_rotation(random);
  const Vec3 previous(random.uniform(-12, 12), random.uniform(-12, 12), random.uniform(-12, 12));
  for (const EulerOrder order : kOrders) {
    const Vec3 found = to_euler(order, q, previous);
    RC_ASSERT(angle_between(q, from_euler(order, found)) < 1e-12);
    for (const Vec3& base : {found, Vec3(found[0] + kPi, kPi - found[1], found[2] + kPi)}) {
      RC_ASSERT(angle_between(q, from_euler(order, base)) < 1e-12);
      for (int x = -4; x <= 4; ++x) {
        for (int y = -4; y <= 4; ++y) {
          for (int z = -4; z <= 4; ++z) {
            const Vec3 other = base + 2 * kPi * Vec3(x, y, z);
            RC_ASSERT((found - previous).norm() <= (other - previous).norm() + 1e-9);
          }
        }
      }
    }
  }
}

TEST(Euler, FollowTurnsWithoutAJumpEvenAtGimbalLock) {
  const auto expect_followed = [](EulerOrder order, const auto& angles_at, double largest_step) {
    Vec3 previous = angles_at(0.0);
    for (double t = 0.0; t <= 1.0; t += 0.01) {
      const Quat q = from_euler(order, angles_at(t));
      const Vec3 found = to_euler(order, q, previous);
      EXPECT_LT(angle_between(q, from_euler(order, found)), 5e-8);
      EXPECT_LT((found - previous).cwiseAbs().maxCoeff(), largest_step) << t;
      previous = found;
    }
  };
  for (const EulerOrder order : kOrders) {
    expect_followed(
        order, [](double t) { return Vec3(4 * kPi * t, 0.3, -4 * kPi * t); }, 0.13);
    expect_followed(
        order, [](double t) { return Vec3(0.1, 4 * kPi * t, 0.2); }, 0.13);
    for (const double lock : {kPi / 2, -kPi / 2}) {
      expect_followed(
          order, [&](double t) { return Vec3(3 * t, lock, 2 - 5 * t); }, 0.09);
    }
  }
}

TEST(Angle, IsTheSameForBothSignsAndExactWhereTheyNearlyAgree) {
  const Quat a = from_rotation_vector({0.2, -0.4, 0.9});
  for (const double angle : {0.0, 1e-9, 1e-3, 1.0, kPi}) {
    const Quat b = a * from_rotation_vector({0.0, angle, 0.0});
    const Quat negative(-b.w(), -b.x(), -b.y(), -b.z());
    EXPECT_NEAR(angle_between(a, b), angle, 1e-15 + 1e-12 * angle);
    EXPECT_NEAR(angle_between(a, negative), angle, 1e-15 + 1e-12 * angle);
  }
}

TEST(RotationVector, KnowsTheQuarterTurn) {
  const Quat q = from_rotation_vector({kPi / 2, 0.0, 0.0});
  EXPECT_NEAR(q.w(), std::sqrt(0.5), 1e-15);
  EXPECT_NEAR(q.x(), std::sqrt(0.5), 1e-15);
  EXPECT_TRUE((q * Vec3::UnitY()).isApprox(Vec3::UnitZ(), 1e-15));
}

TEST(RotationVector, GoesThereAndBackFromNothingToAHalfTurn) {
  for (const double angle : {0.0, 1e-14, 1e-9, 1e-6, 1e-3, 1.0, 3.0, kPi - 1e-9}) {
    const Vec3 v = angle * Vec3(1.0, -2.0, 3.0).normalized();
    const Quat q = from_rotation_vector(v);
    EXPECT_LT((to_rotation_vector(q) - v).norm(), 1e-15 + 1e-9 * angle) << angle;
    const Quat negative(-q.w(), -q.x(), -q.y(), -q.z());
    EXPECT_LT((to_rotation_vector(negative) - v).norm(), 1e-15 + 1e-9 * angle) << angle;
  }
}

TEST(RotationBetween, TurnsOneDirectionIntoTheOtherAboutTheirCommonPerpendicular) {
  const Quat q = math::rotation_between(2.0 * Vec3::UnitX(), 3.0 * Vec3::UnitY());
  EXPECT_NEAR(q.w(), std::sqrt(0.5), 1e-15);
  EXPECT_TRUE(q.vec().isApprox(std::sqrt(0.5) * Vec3::UnitZ(), 1e-15));
}

TEST(RotationBetween, IsHalfATurnBetweenOppositeDirections) {
  for (const Vec3& v : {Vec3(0.0, 1.0, 0.0), Vec3(0.3, -0.4, 1.2)}) {
    const Quat q = math::rotation_between(v, -v);
    EXPECT_NEAR(q.norm(), 1.0, 1e-15);
    EXPECT_TRUE((q * v).isApprox(-v, 1e-14));
  }
}

TEST(Slerp, TakesTheShortArcAtConstantSpeed) {
  const Quat a = Quat::Identity();
  const Quat b = from_rotation_vector({0.0, 0.8, 0.0});
  const Quat far_side(-b.w(), -b.x(), -b.y(), -b.z());
  for (const double t : {0.0, 0.25, 0.5, 1.0}) {
    EXPECT_NEAR(angle_between(a, slerp(a, far_side, t)), 0.8 * t, 1e-12);
  }
}

TEST(Twist, IsTheTurnAboutTheAxisThatIsNearest) {
  const Quat heading = from_rotation_vector({0.0, 1.2, 0.0});
  const Quat lean = from_rotation_vector({0.3, 0.0, -0.2});
  EXPECT_LT(angle_between(twist_about(heading * lean, Vec3::UnitY()), heading), 1e-12);
  EXPECT_LT(angle_between(twist_about(lean * heading, Vec3::UnitY()), heading), 1e-12);
}

TEST(Twist, IsIdentityWhereUndefined) {
  const Quat upside_down = from_rotation_vector({kPi, 0.0, 0.0});
  EXPECT_LT(angle_between(twist_about(upside_down, Vec3::UnitY()), Quat::Identity()), 1e-12);
}

TEST(Arrays, AreWxyz) {
  const std::array<double, 4> numbers{0.1, 0.2, 0.3, 0.4};
  const Quat q = load_wxyz(numbers.data());
  EXPECT_EQ(q.w(), 0.1);
  EXPECT_EQ(q.z(), 0.4);
  std::array<double, 4> back{};
  store_wxyz(q, back.data());
  EXPECT_EQ(back, numbers);
}

template <typename Scalar>
class ArrayKernels : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(ArrayKernels, Scalars);

TYPED_TEST(ArrayKernels, NormaliseEachAndMakeZeroIdentity) {
  std::vector<TypeParam> q{2, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0};
  normalise_wxyz(std::span<TypeParam>(q));
  const std::vector<TypeParam> expected{1, 0, 0, 0, 0, TypeParam(0.6), 0, TypeParam(0.8),
                                        1, 0, 0, 0};
  for (std::size_t i = 0; i < q.size(); ++i) EXPECT_NEAR(q[i], expected[i], 1e-7) << i;
}

TYPED_TEST(ArrayKernels, MakeContinuousFlipsOnlySignsAndEndsOnOneHemisphere) {
  constexpr std::size_t kJoints = 3;
  constexpr std::size_t kFrames = 20;
  Random random(5);
  std::vector<TypeParam> q;
  for (std::size_t t = 0; t < kFrames; ++t) {
    for (std::size_t j = 0; j < kJoints; ++j) {
      const Quat turn = from_rotation_vector({0.3 * t, 0.1 * j, 0.0});
      const TypeParam sign = random.uniform() < 0.5 ? -1 : 1;
      for (const double part : {turn.w(), turn.x(), turn.y(), turn.z()}) {
        q.push_back(sign * static_cast<TypeParam>(part));
      }
    }
  }
  const std::vector<TypeParam> before = q;
  make_continuous_wxyz(std::span<TypeParam>(q), kJoints);
  constexpr std::size_t kRow = kJoints * kQuatSize;
  int flips = 0;
  for (std::size_t i = 0; i < q.size(); i += kQuatSize) {
    TypeParam dot = 0;
    const bool flipped = q[i] != before[i] || q[i + 1] != before[i + 1];
    flips += flipped ? 1 : 0;
    for (std::size_t k = i; k < i + kQuatSize; ++k) {
      EXPECT_EQ(q[k], flipped ? -before[k] : before[k]);
      if (i >= kRow) dot += q[k] * q[k - kRow];
    }
    EXPECT_GE(dot, 0);
  }
  EXPECT_GT(flips, 0);
}

}  // namespace
}  // namespace poseaae::math
