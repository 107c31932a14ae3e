#include "poseaae/atlas/tsne.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "exact_tsne.hpp"
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

/// Frames of a motion: each row is near the one before it, as in encodings of clips.
Batch walk(int count, int dim, std::uint64_t seed) {
  Random random(seed);
  Batch points(count, dim);
  Eigen::RowVectorXf at = Eigen::RowVectorXf::Zero(dim), speed = at;
  for (int i = 0; i < count; ++i) {
    for (float& v : speed) v = 0.95F * v + 0.05F * static_cast<float>(random.normal());
    at = 0.98F * at + speed;
    points.row(i) = at;
  }
  return points;
}

// What the tests measure by, against slopes of the divergence.
TEST(ExactTsne, GradientIsThatOfFiniteDifferences) {
  const Eigen::MatrixXd p = test::exact_affinities(cloud(12, 4, 0, 3), 3.0);
  Random random(5);
  Eigen::MatrixX2d y(12, 2);
  for (double& value : y.reshaped()) value = random.normal();
  const Eigen::MatrixX2d gradient = test::exact_gradient(p, y);
  constexpr double kH = 1e-6;
  for (int i = 0; i < 12; ++i) {
    for (int d = 0; d < 2; ++d) {
      auto up = y, down = y;
      up(i, d) += kH;
      down(i, d) -= kH;
      const double slope =
          (test::exact_divergence(p, up) - test::exact_divergence(p, down)) / (2 * kH);
      EXPECT_NEAR(gradient(i, d), slope, 1e-8);
    }
  }
}

// With few points everything counts: the first steps are those of the definition.
TEST(Tsne, StartsAsTheDefinitionDoes) {
  const Batch points = cloud(50, 4, 0, 9);
  const TsneOptions options{.perplexity = 16.3, .iterations = 3};  // chaos comes later
  const Eigen::MatrixX2d exact = test::exact_tsne(points, options);
  EXPECT_TRUE(tsne(points, options).positions.isApprox(exact, 0.02));
}

// Both divergences by the definition, with the affinities of all pairs.
TEST(Tsne, ComesAsFarDownAsTheDefinitionDoes) {
  const Batch points = walk(700, 16, 3);
  const TsneOptions options{.perplexity = 20.0, .iterations = 500};
  const Eigen::MatrixXd p = test::exact_affinities(points, options.perplexity);
  const double exact = test::exact_divergence(p, test::exact_tsne(points, options));
  EXPECT_LT(test::exact_divergence(p, tsne(points, options).positions), 1.02 * exact);
}

TEST(Tsne, KeepsRepeatedPointsInOnePlace) {
  Batch points = walk(600, 8, 4);
  for (int i = 0; i < 600; i += 10) points.row(i) = points.row(i % 50).eval();
  const auto y = tsne(points, {.perplexity = 15.0, .iterations = 300}).positions;
  for (int i = 0; i < 600; i += 10) EXPECT_EQ(y.row(i), y.row(i % 50));
  // They are many in one place, and yet the descent is that of all points, each for itself.
  const Eigen::MatrixXd p = test::exact_affinities(points, 15.0);
  const Eigen::MatrixX2d exact = test::exact_tsne(points, {.perplexity = 15.0, .iterations = 300});
  EXPECT_LT(test::exact_divergence(p, y), 1.03 * test::exact_divergence(p, exact));
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
  const auto result = tsne(points, {.perplexity = 39.6, .iterations = 401});
  const auto& kl = result.divergence;  // after 50, 100, ..., 400 and 401
  ASSERT_EQ(kl.size(), 9U);
  const Eigen::MatrixXd p = test::exact_affinities(points, 39.6);  // of 119 others, all count
  const double start = test::exact_divergence(p, Eigen::MatrixX2d::Zero(120, 2));
  EXPECT_LT(kl.back(), 0.5 * start);
  EXPECT_LT(kl[5], kl[4]);  // once nothing is exaggerated
  EXPECT_LE(kl[7], kl[5] + 1e-6);
  EXPECT_NEAR(kl.back(), test::exact_divergence(p, result.positions), 2e-4);
}

TEST(Tsne, IsTheSameWithAnyNumberOfThreads) {
  const Batch points = walk(5000, 6, 2);  // enough for three
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
