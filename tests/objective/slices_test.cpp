#include "poseaae/objective/slices.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/random.hpp"

namespace poseaae {
namespace {

using Rows = BatchOf<double>;

Rows normal_rows(std::uint64_t seed, Eigen::Index rows, Eigen::Index columns) {
  Random random(seed);
  Rows x(rows, columns);
  for (double& v : x.reshaped()) v = random.normal();
  return x;
}

TEST(Slices, DirectionsAreUnitVectorsAndTheAxesAndBelongToTheStep) {
  const Eigen::MatrixXf directions = objective::slice_directions(5, 32, 7);
  ASSERT_EQ(directions.cols(), 37);
  for (const auto& direction : directions.colwise()) EXPECT_NEAR(direction.norm(), 1.0, 1e-6);
  EXPECT_EQ(directions.rightCols(5), (Eigen::MatrixXf::Identity(5, 5)));
  EXPECT_EQ(directions, objective::slice_directions(5, 32, 7));
  EXPECT_NE(directions, objective::slice_directions(5, 32, 8));
}

// scipy.stats.norm.ppf((i + 0.5) / 4)
TEST(Slices, NormalQuantilesAreThoseOfTheMidranks) {
  const auto quantiles = objective::normal_quantiles(4);
  const std::vector<double> expected{-1.1503493803760083, -0.31863936396437514, 0.31863936396437514,
                                     1.1503493803760083};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(quantiles[i], expected[i], 1e-12);
}

// In one dimension, moved by c: every sample is c away from its place, whatever the order.
TEST(Slices, OfAShiftIsItsSquare) {
  objective::Slices<double> slices;
  slices.set_directions(1, 0, 0);
  const Rows y = normal_rows(1, 50, 1);
  Rows x = y.array() + 0.7;
  x.colwise().reverseInPlace();
  Rows gradient;
  EXPECT_NEAR(slices.to_samples(x, y, 1.0, gradient), 0.49, 1e-12);
  for (Eigen::Index i = 0; i < 50; ++i) EXPECT_NEAR(gradient(i, 0), 2 * 0.7 / 50, 1e-12);
}

TEST(Slices, SeeNormalSamplesAndThoseThatAreNot) {
  objective::Slices<double> slices;
  slices.set_directions(4, 32, 3);
  const Rows normal = normal_rows(2, 2000, 4);
  Rows gradient;
  EXPECT_LT(slices.to_normal(normal, 1.0, gradient), 0.01);
  EXPECT_NEAR(slices.to_normal(2.0 * normal, 1.0, gradient), 1.0, 0.1);  // (2 - 1)^2 E z^2
  // a shift c adds the mean of (d . c)^2: c = 1 along one axis of four, and 1/4 on average
  Rows moved = normal;
  moved.col(0).array() += 1.0;
  EXPECT_NEAR(slices.to_normal(moved, 1.0, gradient), 0.25, 0.1);
}

TEST(Slices, GradientIsTheSlope) {
  objective::Slices<double> slices;
  const Rows y = normal_rows(4, 20, 3);
  Rows x = normal_rows(5, 20, 3);
  Rows gradient, ignored;
  for (const bool normal : {true, false}) {
    const auto value = [&](Rows& out) {
      slices.set_directions(3, 8, 11);
      return normal ? slices.to_normal(x, 0.5, out) : slices.to_samples(x, y, 0.5, out);
    };
    (void)value(gradient);
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      double& number = x.data()[i];
      const double kept = number;
      number = kept + 1e-6;
      const double above = value(ignored);
      number = kept - 1e-6;
      const double below = value(ignored);
      number = kept;
      EXPECT_NEAR(gradient.data()[i], 0.5 * (above - below) / 2e-6, 1e-7);
    }
  }
}

}  // namespace
}  // namespace poseaae
