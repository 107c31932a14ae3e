#include "poseaae/atlas/tsne.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::atlas {
namespace {

/// `count` samples of N(centre e_0, I / 4) in `dim` dimensions.
Batch cloud(int count, int dim, float centre, std::uint64_t seed) {
  Random random(seed);
  Batch points(count, dim);
  for (float& value : points.reshaped()) value = 0.5F * static_cast<float>(random.normal());
  points.col(0).array() += centre;
  return points;
}

Batch two_clouds(int each) {
  Batch points(2 * each, 5);
  points << cloud(each, 5, -6.0F, 1), cloud(each, 5, 6.0F, 2);
  return points;
}

/// From P by its definition p_ij = (p_j|i + p_i|j) / 2N one cannot go back to rows; of three
/// points at the corners of a triangle of equal sides every row must be (1/2, 1/2).
TEST(NeighbourAffinities, AreEqualBetweenEqualDistances) {
  // Seven points of equal distances from each other: corners of a simplex.
  const Batch corners = Batch::Identity(7, 7);
  const Eigen::MatrixXd p = neighbour_affinities(corners, 2.0);
  for (int i = 0; i < 7; ++i) {
    for (int j = 0; j < 7; ++j) EXPECT_NEAR(p(i, j), i == j ? 0.0 : 1.0 / 42.0, 1e-12);
  }
}

// scipy 1.10: the same formulas with scipy.optimize.brentq for each b_i, on x_i = i^2 / 10.
TEST(NeighbourAffinities, AreThoseOfScipy) {
  Batch points(10, 1);
  for (int i = 0; i < 10; ++i) points(i, 0) = 0.1F * static_cast<float>(i * i);
  const Eigen::MatrixXd p = neighbour_affinities(points, 3.0);
  EXPECT_NEAR(p.sum(), 1.0, 1e-12);
  EXPECT_TRUE(p.isApprox(p.transpose(), 0.0));
  EXPECT_NEAR(p(0, 1), 0.04390049090085953, 1e-7);
  EXPECT_NEAR(p(2, 5), 0.0009524336896392621, 1e-7);
  EXPECT_NEAR(p(8, 9), 0.04865745174509211, 1e-7);
  EXPECT_NEAR(p(0, 9) / 4.632251734415366e-05, 1.0, 1e-4);
}

TEST(NeighbourAffinities, ReachThePerplexity) {
  // In a regular ring every p_j|i is that of every other point, so that p_ij = p_j|i / N.
  constexpr int kCount = 40;
  Batch ring(kCount, 2);
  for (int i = 0; i < kCount; ++i) {
    const double angle = 2.0 * M_PI * i / kCount;
    ring.row(i) << static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle));
  }
  for (const double perplexity : {2.5, 7.0, 13.0}) {
    const Eigen::MatrixXd p = neighbour_affinities(ring, perplexity);
    for (const int i : {0, 11}) {
      double entropy = 0.0;
      for (int j = 0; j < kCount; ++j) {
        const double share = kCount * p(i, j);
        if (share > 0.0) entropy -= share * std::log(share);
      }
      EXPECT_NEAR(std::exp(entropy), perplexity, 1e-4 * perplexity);
    }
  }
}

TEST(NeighbourAffinities, RefusesMoreNeighboursThanThereAre) {
  EXPECT_THROW((void)neighbour_affinities(cloud(10, 3, 0, 1), 3.5), UsageError);
  EXPECT_THROW((void)neighbour_affinities(cloud(10, 3, 0, 1), 1.0), UsageError);
  Batch broken = cloud(10, 3, 0, 1);
  broken(4, 1) = NAN;
  EXPECT_THROW((void)neighbour_affinities(broken, 2.0), UsageError);
}

TEST(TsneStep, GradientIsThatOfFiniteDifferences) {
  const Eigen::MatrixXd p = neighbour_affinities(cloud(12, 4, 0, 3), 3.0);
  Random random(5);
  Eigen::MatrixX2d y(12, 2);
  for (double& value : y.reshaped()) value = random.normal();
  const Eigen::MatrixX2d gradient = tsne_gradient<double>(p, y);
  constexpr double kH = 1e-6;
  for (int i = 0; i < 12; ++i) {
    for (int d = 0; d < 2; ++d) {
      auto up = y, down = y;
      up(i, d) += kH;
      down(i, d) -= kH;
      const double slope =
          (tsne_divergence<double>(p, up) - tsne_divergence<double>(p, down)) / (2 * kH);
      EXPECT_NEAR(gradient(i, d), slope, 1e-8);
    }
  }
}

TEST(TsneStep, DivergenceFollowsItsDefinition) {
  const Eigen::MatrixXd p = neighbour_affinities(cloud(9, 4, 0, 3), 2.0);
  Random random(6);
  Eigen::MatrixX2d y(9, 2);
  for (double& value : y.reshaped()) value = random.normal();
  Eigen::MatrixXd q = Eigen::MatrixXd::Zero(9, 9);
  for (int i = 0; i < 9; ++i) {
    for (int j = 0; j < 9; ++j) {
      if (i != j) q(i, j) = 1.0 / (1.0 + (y.row(i) - y.row(j)).squaredNorm());
    }
  }
  q /= q.sum();
  double expected = 0.0;
  for (int i = 0; i < 9; ++i) {
    for (int j = 0; j < 9; ++j) {
      if (p(i, j) > 0.0) expected += p(i, j) * std::log(p(i, j) / q(i, j));
    }
  }
  EXPECT_NEAR(tsne_divergence<double>(p, y), expected, 1e-12);
  EXPECT_NEAR((tsne_divergence<float>(p.cast<float>(), y.cast<float>())), expected, 1e-5);
}

TEST(Tsne, KeepsClustersApart) {
  constexpr int kEach = 60;
  const auto result = tsne(two_clouds(kEach), {.perplexity = 15.0, .iterations = 400});
  const auto& y = result.positions;
  const Eigen::RowVector2d first = y.topRows(kEach).colwise().mean();
  const Eigen::RowVector2d second = y.bottomRows(kEach).colwise().mean();
  // Every point is nearer to the middle of its own cloud, and the clouds have a gap between them.
  const Eigen::RowVector2d axis = (second - first).normalized();
  const Eigen::VectorXd along = y * axis.transpose();
  EXPECT_LT(along.head(kEach).maxCoeff(), along.tail(kEach).minCoeff());
  EXPECT_NEAR(y.colwise().mean().norm(), 0.0, 1e-6);
}

TEST(Tsne, DivergenceFalls) {
  const Batch points = two_clouds(60);
  const auto result = tsne(points, {.perplexity = 15.0, .iterations = 401});
  const auto& kl = result.divergence;  // after 50, 100, ..., 400 and 401
  ASSERT_EQ(kl.size(), 9U);
  const Eigen::MatrixXd p = neighbour_affinities(points, 15.0);
  const double start = tsne_divergence<double>(p, Eigen::MatrixX2d::Zero(120, 2));
  EXPECT_LT(kl.back(), 0.5 * start);
  EXPECT_LT(kl[5], kl[4]);  // once nothing is exaggerated
  EXPECT_LE(kl[7], kl[5] + 1e-6);
  EXPECT_NEAR(kl.back(), tsne_divergence<double>(p, result.positions), 1e-5);
}

TEST(Tsne, IsTheSameWithAnyNumberOfThreads) {
  const Batch points = two_clouds(30);
  const auto one = tsne(points, {.perplexity = 8.0, .iterations = 120, .threads = 1});
  const auto three = tsne(points, {.perplexity = 8.0, .iterations = 120, .threads = 3});
  EXPECT_EQ(one.positions, three.positions);
  EXPECT_EQ(one.divergence, three.divergence);
}

TEST(Tsne, SurvivesDoublesAndPointsInOnePlace) {
  Batch points = two_clouds(20);
  points.topRows(10).rowwise() = points.row(0).eval();
  EXPECT_TRUE(tsne(points, {.perplexity = 5.0, .iterations = 300}).positions.allFinite());
  const Batch same = Batch::Constant(20, 3, 1.5F);
  EXPECT_TRUE(tsne(same, {.perplexity = 5.0, .iterations = 300}).positions.allFinite());
}

TEST(Tsne, RefusesOptionsThatMakeNoSense) {
  const Batch points = two_clouds(20);
  EXPECT_THROW((void)tsne(points, {.perplexity = 0.5}), UsageError);
  EXPECT_THROW((void)tsne(points, {.perplexity = 5.0, .iterations = 0}), UsageError);
  EXPECT_THROW((void)tsne(points, {.perplexity = 5.0, .exaggeration = 0.5}), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
