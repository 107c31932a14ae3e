#include "latent/curve.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::latent {
namespace {

Batch uneven_keys(std::uint64_t seed, int dim = 3) {
  Random random(seed);
  Batch keys(3 + static_cast<int>(random.below(6)), dim);
  for (Eigen::Index i = 0; i < keys.rows(); ++i) {
    const double size = std::pow(10.0, random.uniform(-1.5, 0.5));  // chords of very uneven length
    for (int d = 0; d < dim; ++d) keys(i, d) = static_cast<float>(size * random.normal());
  }
  return keys;
}

// Barry and Goldman's pyramid of linear interpolations with knots |chord|^(1/2), the ends mirrored,
// at the knots of a Hermite spline with harmonic slopes; by numpy and scipy.
TEST(Curve, IsBarryAndGoldmansPyramid) {
  Batch keys(4, 2);
  keys << 0, 0, 1, 0, 1.2F, 1, 4, 1;
  const Curve curve(keys);
  ASSERT_EQ(curve.segments(), 3);
  const double expected[][3] = {{0.25, 0.268445134, -0.023059656},
                                {0.5, 0.549202217, -0.061511176},
                                {1.5, 1.082142022, 0.445882524},
                                {1.75, 1.084936252, 0.740653477},
                                {2.3, 1.718145102, 1.147722946}};
  for (const auto& [u, x, y] : expected) {
    EXPECT_NEAR(curve.at(u).x(), x, 2e-7) << u;
    EXPECT_NEAR(curve.at(u).y(), y, 2e-7) << u;
  }
}

TEST(Curve, OfEvenKeysOnALineIsTheLineAtConstantSpeed) {
  Batch keys(4, 2);
  keys << 0, 0, 2, -1, 4, -2, 6, -3;
  const Curve curve(keys);
  for (const double u : {0.0, 0.3, 1.0, 1.5, 2.9, 3.0}) {
    EXPECT_TRUE(
        curve.at(u).isApprox(Eigen::VectorXf(static_cast<float>(u) * Eigen::Vector2f(2, -1))));
    EXPECT_TRUE(curve.velocity(u).isApprox(Eigen::VectorXd(Eigen::Vector2d(2, -1))));
  }
}

RC_GTEST_PROP(Curve, PassesItsKeysToTheBit, (std::uint64_t seed, bool closed)) {
  const Batch keys = uneven_keys(seed);
  const Curve curve(keys, closed);
  const auto count = static_cast<int>(keys.rows());
  RC_ASSERT(curve.segments() == (closed ? count : count - 1));
  for (int i = 0; i < count; ++i) RC_ASSERT(curve.at(i) == keys.row(i).transpose());
  if (closed) {
    RC_ASSERT(curve.at(count) == keys.row(0).transpose());
    RC_ASSERT(curve.at(count + 1) == keys.row(1).transpose());
    RC_ASSERT(curve.at(-1) == keys.row(count - 1).transpose());
  } else {
    RC_ASSERT(curve.at(count + 5) == keys.row(count - 1).transpose());
    RC_ASSERT(curve.at(-0.5) == keys.row(0).transpose());
  }
}

RC_GTEST_PROP(Curve, IsContinuousWithItsVelocity, (std::uint64_t seed, bool closed)) {
  const Batch keys = uneven_keys(seed);
  const Curve curve(keys, closed);
  const double scale = keys.cwiseAbs().maxCoeff();
  constexpr double kStep = 1e-6;
  for (int i = closed ? 0 : 1; i < curve.segments(); ++i) {
    const Eigen::VectorXd before = curve.velocity(i - kStep);
    const Eigen::VectorXd after = curve.velocity(i + kStep);
    RC_ASSERT((before - after).norm() < 1e-3 * scale);
    RC_ASSERT((curve.at(i - kStep) - curve.at(i + kStep)).norm() < 1e-4 * scale);
  }
  // The velocity is the derivative: central differences, coarse enough for floats.
  constexpr double kCoarse = 1e-2;
  for (int i = 0; i < curve.segments(); ++i) {
    const double u = i + 0.37;
    const Eigen::VectorXd difference =
        (curve.at(u + kCoarse) - curve.at(u - kCoarse)).cast<double>() / (2 * kCoarse);
    RC_ASSERT((difference - curve.velocity(u)).norm() < 5e-3 * scale);
  }
}

/// The largest turn between successive chords, in radians.
double sharpest_turn(const std::vector<Eigen::Vector2d>& points) {
  double sharpest = 0.0;
  for (std::size_t i = 2; i < points.size(); ++i) {
    const Eigen::Vector2d a = points[i - 1] - points[i - 2];
    const Eigen::Vector2d b = points[i] - points[i - 1];
    if (a.norm() < 1e-9 || b.norm() < 1e-9) continue;
    sharpest =
        std::max(sharpest, std::acos(std::clamp(a.normalized().dot(b.normalized()), -1., 1.)));
  }
  return sharpest;
}

// The example for which centripetal knots were made: a short chord between two long ones. Uniform
// knots overshoot the short one and come back through a loop (their piece is Hermite's with the
// tangents (next - previous) / 2); centripetal ones do neither.
TEST(Curve, HasNoCuspsOrLoopsWhereUniformKnotsHaveThem) {
  Batch keys(4, 2);
  keys << 0, 0, 10, 0, 10.1F, 0.4F, 20, 0;
  const Curve curve(keys);
  std::vector<Eigen::Vector2d> centripetal;
  std::vector<Eigen::Vector2d> uniform;
  const auto key = [&](int i) -> Eigen::Vector2d { return keys.row(i).transpose().cast<double>(); };
  for (int i = 0; i <= 400; ++i) {
    const double x = i / 400.0;
    centripetal.emplace_back(curve.at(1.0 + x).cast<double>());
    const double y = 1.0 - x;
    uniform.emplace_back(y * y * (1 + 2 * x) * key(1) + x * x * (3 - 2 * x) * key(2) +
                         x * y * y * (key(2) - key(0)) / 2 - x * x * y * (key(3) - key(1)) / 2);
  }
  const auto reach = [](const std::vector<Eigen::Vector2d>& points) {
    double length = 0.0;
    for (std::size_t i = 1; i < points.size(); ++i) length += (points[i] - points[i - 1]).norm();
    return length;
  };
  const double chord = (key(2) - key(1)).norm();
  EXPECT_GT(reach(uniform), 2.5 * chord);
  EXPECT_LT(reach(centripetal), 1.6 * chord);
  EXPECT_LT(sharpest_turn(centripetal), 0.1);
}

RC_GTEST_PROP(Curve, NeverTurnsOnTheSpotBetweenKeys, (std::uint64_t seed)) {
  // At a cusp the velocity vanishes and comes back the other way.
  const Batch keys = uneven_keys(seed, 2);
  const Curve curve(keys);
  for (int i = 0; i < curve.segments(); ++i) {
    for (int k = 20; k < 980; ++k) {
      const Eigen::VectorXd before = curve.velocity(i + k / 1000.0);
      RC_ASSERT(before.dot(curve.velocity(i + (k + 1) / 1000.0)) > 0.0);
    }
  }
}

TEST(Curve, RestsAtAKeyGivenTwice) {
  Batch keys(4, 1);
  keys << 0, 1, 1, 3;
  const Curve curve(keys);
  EXPECT_EQ(curve.at(1.4)[0], 1.0F);
  EXPECT_EQ(curve.velocity(1.5)[0], 0.0);
  EXPECT_NEAR(curve.velocity(1.0 - 1e-7)[0], 0.0, 1e-5);
  EXPECT_GT(curve.at(0.9)[0], 0.9F);
  EXPECT_LE(curve.at(0.99)[0], 1.0F);  // and does not overshoot it
}

TEST(Curve, OfOneKeyStaysThere) {
  for (const bool closed : {false, true}) {
    const Curve curve(Batch::Constant(1, 2, 4.0F), closed);
    EXPECT_EQ(curve.segments(), 0);
    EXPECT_EQ(curve.at(0.7), Eigen::VectorXf::Constant(2, 4.0F));
    EXPECT_TRUE(curve.velocity(0.0).isZero());
  }
  EXPECT_THROW(Curve(Batch(0, 2)), UsageError);
  EXPECT_THROW(Curve(Batch::Constant(2, 2, std::nanf(""))), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
