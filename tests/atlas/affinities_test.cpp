#include "poseaae/atlas/affinities.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "exact_tsne.hpp"
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

/// P_ab as a dense matrix.
Eigen::MatrixXd joint(const Affinities& of) {
  const auto m = static_cast<Eigen::Index>(of.points());
  Eigen::MatrixXd p = Eigen::MatrixXd::Zero(m, m);
  for (Eigen::Index a = 0; a < m; ++a) {
    const auto row = static_cast<std::size_t>(a);
    for (std::size_t e = of.first[row]; e < of.first[row + 1]; ++e) {
      p(a, of.which[e]) += static_cast<double>(of.times[row]) * of.share[e];
    }
  }
  return p;
}

Eigen::MatrixXd joint(const Batch& points, double perplexity) {
  return joint(affinities(distinct_rows(points), perplexity));
}

TEST(Affinities, AreEqualBetweenEqualDistances) {
  // Seven points of equal distances from each other: corners of a simplex.
  const Batch corners = Batch::Identity(7, 7);
  const Eigen::MatrixXd p = joint(corners, 2.0);
  for (int i = 0; i < 7; ++i) {
    for (int j = 0; j < 7; ++j) EXPECT_NEAR(p(i, j), i == j ? 0.0 : 1.0 / 42.0, 1e-8);
  }
}

// scipy 1.10: the same formulas with scipy.optimize.brentq for each b_i, on x_i = i^2 / 10.
TEST(Affinities, AreThoseOfScipy) {
  Batch points(10, 1);
  for (int i = 0; i < 10; ++i) points(i, 0) = 0.1F * static_cast<float>(i * i);
  const Eigen::MatrixXd p = joint(points, 3.0);
  EXPECT_NEAR(p.sum(), 1.0, 1e-6);
  EXPECT_TRUE(p.isApprox(p.transpose(), 1e-6));
  EXPECT_NEAR(p(0, 1), 0.04390049090085953, 1e-7);
  EXPECT_NEAR(p(2, 5), 0.0009524336896392621, 1e-7);
  EXPECT_NEAR(p(8, 9), 0.04865745174509211, 1e-7);
  EXPECT_NEAR(p(0, 9) / 4.632251734415366e-05, 1.0, 1e-4);
}

TEST(Affinities, ReachThePerplexity) {
  // In a regular ring every p_j|i is that of every other point, so that p_ij = p_j|i / N.
  constexpr int kCount = 40;
  Batch ring(kCount, 2);
  for (int i = 0; i < kCount; ++i) {
    const double angle = 2.0 * M_PI * i / kCount;
    ring.row(i) << static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle));
  }
  for (const double perplexity : {2.5, 7.0, 13.0}) {
    const Eigen::MatrixXd p = joint(ring, perplexity);
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

TEST(Affinities, BetweenAllAreThoseOfTheDefinition) {
  const Batch points = cloud(60, 5, 7);
  const Eigen::MatrixXd exact = test::exact_affinities(points, 19.0);  // of 59 others, all count
  EXPECT_LT((joint(points, 19.0) - exact).cwiseAbs().maxCoeff(), 1e-6 * exact.maxCoeff());
}

TEST(Affinities, BeyondTheNearestAreNone) {
  const Affinities held = affinities(distinct_rows(cloud(400, 3, 7)), 10.0);
  const Eigen::MatrixXd p = joint(held);
  EXPECT_NEAR(p.sum(), 1.0, 1e-6);
  EXPECT_TRUE(p.isApprox(p.transpose(), 1e-6));
  for (int a = 0; a < 400; ++a) {
    const auto others = (p.row(a).array() > 0.0).count();
    EXPECT_GE(others, 70);
    EXPECT_LT(others, 399);
  }
}

// What is said of the distinct points is what the definition says of all, repetitions included.
TEST(Affinities, OfRepeatedPointsAreSumsOverTheRepetitions) {
  Batch points = cloud(40, 4, 8);
  points.row(1) = points.row(0).eval();
  points.row(30) = points.row(0).eval();
  points.row(7) = points.row(6).eval();
  const Eigen::MatrixXd exact = test::exact_affinities(points, 13.0);
  const DistinctRows distinct = distinct_rows(points);
  const Affinities held = affinities(distinct, 13.0);
  ASSERT_EQ(held.points(), 37U);
  Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(37, 37);
  double information = 0.0;
  for (int i = 0; i < 40; ++i) {
    for (int j = 0; j < 40; ++j) {
      if (i == j) continue;
      information += exact(i, j) * std::log(exact(i, j));
      const int a = distinct.of[static_cast<std::size_t>(i)];
      const int b = distinct.of[static_cast<std::size_t>(j)];
      if (a != b) expected(a, b) += exact(i, j);
    }
  }
  EXPECT_LT((joint(held) - expected).cwiseAbs().maxCoeff(), 1e-6 * expected.maxCoeff());
  EXPECT_NEAR(held.information, information, 1e-5);
}

TEST(Affinities, RefuseMoreNeighboursThanThereAre) {
  EXPECT_THROW((void)joint(cloud(10, 3, 1), 3.5), UsageError);
  EXPECT_THROW((void)joint(cloud(10, 3, 1), 1.0), UsageError);
  Batch broken = cloud(10, 3, 1);
  broken(4, 1) = NAN;
  EXPECT_THROW((void)joint(broken, 2.0), UsageError);
}

}  // namespace
}  // namespace poseaae::atlas
