#include "poseaae/codec/triangular_map.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::codec {
namespace {

using Eigen::Matrix2d;
using Eigen::MatrixXd;
using Eigen::Vector2d;
using Eigen::VectorXd;

Mixture one_gaussian() {
  Mixture mixture{VectorXd::Ones(1), MatrixXd(1, 2), {}};
  mixture.means << 1.0, -2.0;
  Matrix2d covariance;
  covariance << 4.0, 1.0, 1.0, 2.0;
  mixture.covariances = {covariance};
  return mixture;
}

Mixture line() {
  Mixture mixture{Vector2d(0.3, 0.7), MatrixXd(2, 1), {}};
  mixture.means << -1.0, 2.0;
  mixture.covariances = {MatrixXd::Constant(1, 1, 0.25), MatrixXd::Constant(1, 1, 2.25)};
  return mixture;
}

Mixture plane() {
  Mixture mixture{Vector2d(0.3, 0.7), MatrixXd(2, 2), {}};
  mixture.means << -1.0, 0.0, 2.0, 1.0;
  Matrix2d a;
  Matrix2d b;
  a << 0.25, 0.1, 0.1, 0.5;
  b << 2.25, -0.6, -0.6, 1.0;
  mixture.covariances = {a, b};
  return mixture;
}

/// Five components in six dimensions.
Mixture space() {
  Random random(11);
  Mixture mixture{VectorXd::Constant(5, 0.2), MatrixXd(5, 6), {}};
  for (double& value : mixture.means.reshaped()) value = 1.5 * random.normal();
  for (int k = 0; k < 5; ++k) {
    MatrixXd root(6, 6);
    for (double& value : root.reshaped()) value = 0.4 * random.normal();
    mixture.covariances.emplace_back(root * root.transpose() + 0.05 * MatrixXd::Identity(6, 6));
  }
  return mixture;
}

VectorXd normal(Random& random, Eigen::Index size) {
  VectorXd e(size);
  for (double& value : e) value = random.normal();
  return e;
}

// The Cholesky factor of this covariance is (2, 0; 1/2, sqrt(7/4)).
TEST(TriangularMap, OfOneGaussianIsItsWhitening) {
  const TriangularMap map(one_gaussian());
  const auto [e, log_determinant] = map.to_normal(Vector2d(4.0, -1.0));
  EXPECT_NEAR(e[0], 1.5, 1e-12);
  EXPECT_NEAR(e[1], (1.0 - 0.75) / std::sqrt(1.75), 1e-12);
  EXPECT_NEAR(log_determinant, -std::log(2.0 * std::sqrt(1.75)), 1e-12);
}

// Phi^-1(F(z)) by Python's statistics.NormalDist.
TEST(TriangularMap, HasValuesWorkedOutElsewhere) {
  const TriangularMap on_line(line());
  const auto e = [&](double z) { return on_line.to_normal(VectorXd::Constant(1, z)).normal[0]; };
  EXPECT_NEAR(e(-2.0), -2.3452835959427456, 1e-12);
  EXPECT_NEAR(e(-0.8), -0.777919026319981, 1e-12);
  EXPECT_NEAR(e(1.0), -0.058349110221092564, 1e-12);
  EXPECT_NEAR(e(4.0), 1.5232518535105242, 1e-12);
  const auto in_plane = TriangularMap(plane()).to_normal(Vector2d(0.5, -0.4));
  EXPECT_NEAR(in_plane.normal[0], -0.2258637190338179, 1e-12);
  EXPECT_NEAR(in_plane.normal[1], -1.946252444615227, 1e-12);
}

// L^-1 of the factor above.
TEST(TriangularMap, TheSlopesOfOneGaussianAreItsWhitening) {
  const MatrixXd slopes = TriangularMap(one_gaussian()).slopes(Vector2d(4.0, -1.0));
  Matrix2d expected;
  expected << 0.5, 0.0, -0.25 / std::sqrt(1.75), 1.0 / std::sqrt(1.75);
  EXPECT_LT((slopes - expected).cwiseAbs().maxCoeff(), 1e-12);
}

// On both sides, where the shares of components still matter and 1 - Phi has no digits left.
TEST(TriangularMap, HasSlopesFarOut) {
  const TriangularMap map(plane());
  for (const Vector2d z : {Vector2d(0.3, 9.5), Vector2d(0.3, -9.0)}) {
    const MatrixXd slopes = map.slopes(z);
    for (int j = 0; j < 2; ++j) {
      const VectorXd step = 1e-4 * VectorXd::Unit(2, j);
      const double slope =
          (map.to_normal(z + step).normal[1] - map.to_normal(z - step).normal[1]) / 2e-4;
      EXPECT_GT(std::abs(map.to_normal(z).normal[1]), 8.0);
      EXPECT_NEAR(slopes(1, j), slope, 1e-5) << z.transpose() << ", " << j;
    }
  }
}

TEST(TriangularMap, ItsDensityIsTheMixtures) {
  const Mixture mixture = space();
  const TriangularMap map(mixture);
  const MixtureDensity density(mixture);
  Random random(12);
  for (int i = 0; i < 50; ++i) {
    const VectorXd z = 2.0 * normal(random, 6);
    const auto [e, log_determinant] = map.to_normal(z);
    const double log_normal = -0.5 * e.squaredNorm() - 3.0 * std::log(2.0 * std::numbers::pi);
    EXPECT_NEAR(log_normal + log_determinant, density.log_density(z), 1e-8);
  }
}

TEST(TriangularMap, ItsJacobianIsTriangularWithThisDeterminant) {
  const TriangularMap map(space());
  Random random(13);
  const VectorXd z = normal(random, 6);
  MatrixXd jacobian(6, 6);
  constexpr double kStep = 1e-5;
  for (int j = 0; j < 6; ++j) {
    const VectorXd step = kStep * VectorXd::Unit(6, j);
    jacobian.col(j) =
        (map.to_normal(z + step).normal - map.to_normal(z - step).normal) / (2 * kStep);
  }
  EXPECT_TRUE(MatrixXd(jacobian.triangularView<Eigen::StrictlyUpper>()).isZero(0.0));
  EXPECT_LT((map.slopes(z) - jacobian).cwiseAbs().maxCoeff(),
            1e-7 * jacobian.cwiseAbs().maxCoeff());
  EXPECT_NEAR(jacobian.diagonal().array().log().sum(), map.to_normal(z).log_determinant, 1e-6);
}

TEST(TriangularMap, ComesBackWhereItWas) {
  const TriangularMap map(space());
  Random random(14);
  for (int i = 0; i < 100; ++i) {
    const VectorXd e = (i < 80 ? 1.0 : 2.5) * normal(random, 6);
    EXPECT_LT((map.to_normal(map.from_normal(e)).normal - e).cwiseAbs().maxCoeff(), 1e-9);
  }
}

// Where densities underflow, points still have an order and an inverse.
TEST(TriangularMap, GoesOnFarOut) {
  const TriangularMap map(line());
  const auto e = [&](double z) { return map.to_normal(VectorXd::Constant(1, z)).normal[0]; };
  EXPECT_NEAR(e(32.0), 20.0, 0.1) << "twenty deviations above the wider component";
  EXPECT_LT(e(-12.0), -8.0);
  for (const double z : {-12.0, 32.0, 45.0}) {
    EXPECT_NEAR(map.from_normal(VectorXd::Constant(1, e(z)))[0], z, 1e-8);
  }
  EXPECT_TRUE(std::isfinite(e(1e6)));
  EXPECT_TRUE(std::isfinite(map.from_normal(VectorXd::Constant(1, 1e3))[0]));
}

TEST(TriangularMap, RefusesAMixtureThatIsNone) {
  Mixture mixture = plane();
  mixture.weights[0] = 0.5;
  EXPECT_THROW(TriangularMap{mixture}, ModelError);
}

}  // namespace
}  // namespace poseaae::codec
