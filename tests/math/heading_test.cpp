#include "poseaae/math/heading.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/math/quaternion.hpp"

namespace poseaae::math {
namespace {

Heading<double> heading(double angle) { return {std::cos(angle), std::sin(angle)}; }

/// A quarter turn to the left takes forwards (+Z) to the dancer's left (+X); Eigen's rotation about
/// the vertical does the same by any angle.
TEST(Heading, TurnsAboutTheVertical) {
  const auto quarter = heading(0.5 * std::numbers::pi).turn(0.0, 2.0);
  EXPECT_NEAR(quarter.x, 2.0, 1e-15);
  EXPECT_NEAR(quarter.z, 0.0, 1e-15);
  for (const double angle : {0.3, -2.0, 7.0}) {
    const auto found = heading(angle).turn(1.5, -0.4);
    const Eigen::Vector3d expected =
        Eigen::AngleAxisd(angle, Eigen::Vector3d::UnitY()) * Eigen::Vector3d(1.5, 0.0, -0.4);
    EXPECT_NEAR(found.x, expected.x(), 1e-15);
    EXPECT_NEAR(found.z, expected.z(), 1e-15);
    const auto back = heading(angle).turn_back(found.x, found.z);
    EXPECT_NEAR(back.x, 1.5, 1e-15);
    EXPECT_NEAR(back.z, -0.4, 1e-15);
  }
}

/// Of L = 0.7 x' - 1.1 z' + x'^2 with (x', z') = Y(a) (x, z).
TEST(Heading, GradientsAreSlopes) {
  const auto loss = [](double a, double x, double z) {
    const auto p = heading(a).turn(x, z);
    return 0.7 * p.x - 1.1 * p.z + p.x * p.x;
  };
  constexpr double kStep = 1e-6;
  const double a = 0.8;
  const double x = 1.5;
  const double z = -0.4;
  const auto p = heading(a).turn(x, z);
  const OnFloor<double> by_p{0.7 + 2.0 * p.x, -1.1};
  const auto by = heading(a).turn_back(by_p.x, by_p.z);
  const auto slope = [&](double da, double dx, double dz) {
    return (loss(a + da, x + dx, z + dz) - loss(a - da, x - dx, z - dz)) / (2.0 * kStep);
  };
  EXPECT_NEAR(by_heading(p, by_p), slope(kStep, 0, 0), 1e-9);
  EXPECT_NEAR(by.x, slope(0, kStep, 0), 1e-9);
  EXPECT_NEAR(by.z, slope(0, 0, kStep), 1e-9);
}

}  // namespace
}  // namespace poseaae::math
