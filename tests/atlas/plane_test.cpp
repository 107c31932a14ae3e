#include "poseaae/atlas/plane.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::atlas {
namespace {

Batch cloud(int count, int dim, std::uint64_t seed) {
  Random random(seed);
  Batch points(count, dim);
  for (float& value : points.reshaped()) value = static_cast<float>(random.normal());
  return points;
}

// Four points on a cross: variances by hand are 2 * 9 / 3 = 6 and 2 * 1 / 3, of 20 / 3 in all.
TEST(PrincipalPlane, OfACrossIsTheCross) {
  const Batch cross = (Batch(4, 3) << 3, 7, 0, -3, 7, 0, 0, 7, 1, 0, 7, -1).finished();
  const Plane plane = Plane::principal(cross);
  EXPECT_TRUE(plane.metric());
  EXPECT_THAT(plane.x_label(), testing::HasSubstr("90 % of the variance"));
  EXPECT_THAT(plane.y_label(), testing::HasSubstr("10 % of the variance"));
  const Eigen::MatrixX2d expected = (Eigen::MatrixX2d(4, 2) << 3, 0, -3, 0, 0, 1, 0, -1).finished();
  EXPECT_TRUE(plane.positions().isApprox(expected, 1e-6));
  EXPECT_THAT(plane.rows(), testing::ElementsAre(0, 1, 2, 3));
  // Another point: only what lies in the plane shows.
  const Batch other = (Batch(1, 3) << 1.0F, 9.0F, 0.5F).finished();
  EXPECT_TRUE(plane.place(other).isApprox(Eigen::RowVector2d(1.0, 0.5), 1e-6));
}

RC_GTEST_PROP(PrincipalPlane, NeverLengthensDistances, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1000);
  const Batch points = cloud(20, 5, seed);
  const Plane plane = Plane::principal(points);
  for (int i = 1; i < 20; ++i) {
    const double there = (points.row(i) - points.row(0)).norm();
    const double here = (plane.positions().row(i) - plane.positions().row(0)).norm();
    RC_ASSERT(here <= there * (1.0 + 1e-5));
  }
}

TEST(PrincipalPlane, TakesPositionsEvenlySpread) {
  const Batch points = cloud(100, 4, 1);
  const Plane plane = Plane::principal(points, 5);
  EXPECT_THAT(plane.rows(), testing::ElementsAre(0, 20, 40, 60, 80));
  const Plane all = Plane::principal(points);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(plane.positions().row(i).isApprox(all.positions().row(20 * i), 1e-9));
  }
}

TEST(NeighbourPlane, PutsAnEncodingWhereItLies) {
  const Batch points = cloud(60, 4, 2);
  const Plane plane = Plane::neighbours(points, {.perplexity = 8.0, .iterations = 100}, 30);
  EXPECT_FALSE(plane.metric());
  ASSERT_EQ(plane.positions().rows(), 30);
  EXPECT_EQ(plane.rows()[7], 14);
  EXPECT_THAT(plane.note(), testing::HasSubstr("30 of 60 encodings"));
  const Eigen::MatrixX2d placed = plane.place(points(plane.rows(), Eigen::all));
  EXPECT_EQ(placed, plane.positions());
}

TEST(NeighbourPlane, PutsOthersAmongTheirNeighbours) {
  Batch points = cloud(60, 4, 3);
  points.topRows(30).col(0).array() += 30.0F;
  const Plane plane = Plane::neighbours(points, {.perplexity = 9.0, .iterations = 300});
  const Eigen::RowVector2d first = plane.positions().topRows(30).colwise().mean();
  const Eigen::RowVector2d second = plane.positions().bottomRows(30).colwise().mean();
  Batch others = cloud(20, 4, 4);
  others.col(0).array() += 30.0F;
  const Eigen::MatrixX2d placed = plane.place(others);
  for (int i = 0; i < 20; ++i) {
    EXPECT_LT((placed.row(i) - first).norm(), (placed.row(i) - second).norm());
  }
  // Far from everything there still is a nearest.
  EXPECT_TRUE(plane.place(Batch::Constant(1, 4, 1e6F)).allFinite());
}

TEST(Plane, RefusesWhatHasNoPlane) {
  EXPECT_THROW((void)Plane::principal(cloud(2, 4, 1)), UsageError);
  EXPECT_THROW((void)Plane::principal(cloud(9, 1, 1)), UsageError);
  EXPECT_THROW((void)Plane::neighbours(cloud(9, 3, 1)), UsageError);  // perplexity 30
  const Plane plane = Plane::principal(cloud(9, 3, 1));
  EXPECT_THROW((void)plane.place(cloud(1, 4, 1)), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
