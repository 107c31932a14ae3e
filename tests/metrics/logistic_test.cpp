#include "poseaae/metrics/logistic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::metrics {
namespace {

Batch ten_points() {
  Batch points(10, 2);
  points << 0.5F, 1.0F, 1.5F, -0.25F, -0.75F, 2.0F, 2.25F, 0.5F, 0.0F, 0.0F, 1.0F, 3.0F, -1.5F,
      -2.0F, 0.25F, -1.0F, 3.0F, 1.25F, -0.5F, 0.75F;
  return points;
}

/// Points of two labels, `distance` apart along the first axis, in deviations.
struct TwoClouds {
  TwoClouds(int rows, int width, double distance, std::uint64_t seed)
      : points(rows, width), labels(static_cast<std::size_t>(rows)) {
    Random random(seed);
    for (int i = 0; i < rows; ++i) {
      labels[static_cast<std::size_t>(i)] = i % 3 == 0 ? 1 : 0;
      for (int d = 0; d < width; ++d) points(i, d) = static_cast<float>(random.normal());
      if (i % 3 == 0) points(i, 0) += static_cast<float>(distance);
    }
  }
  Batch points;
  Labels labels;
};

// Both by scipy.optimize.minimize (BFGS, then Nelder-Mead to 1e-12) of the loss in the header.
TEST(LogisticTest, IsWhatAnotherMinimiserFinds) {
  const auto even = Logistic::fit(ten_points(), {1, 0, 0, 1, 0, 1, 0, 0, 1, 1}, {.ridge = 0.01});
  EXPECT_NEAR(even.weights[0], 1.31878961, 1e-6);
  EXPECT_NEAR(even.weights[1], 1.69541433, 1e-6);
  EXPECT_NEAR(even.intercept, -0.10574012, 1e-6);
  // Three of ten: both labels weigh alike.
  const auto rare = Logistic::fit(ten_points(), {1, 0, 0, 1, 0, 1, 0, 0, 0, 0}, {.ridge = 0.01});
  EXPECT_NEAR(rare.weights[0], 0.90768423, 1e-6);
  EXPECT_NEAR(rare.weights[1], 1.38551286, 1e-6);
  EXPECT_NEAR(rare.intercept, -0.49874551, 1e-6);
}

TEST(LogisticTest, GivesTheSameOddsInAnyUnits) {
  const Labels labels{1, 0, 0, 1, 0, 1, 0, 0, 1, 1};
  const Batch points = ten_points();
  Batch other = 100.0F * points;
  other.col(1).array() += 7.0F;
  const auto a = Logistic::fit(points, labels);
  const auto b = Logistic::fit(other, labels);
  EXPECT_TRUE(a.log_odds(points).isApprox(b.log_odds(other), 1e-4));
  // The gradient is that of the log odds.
  Batch moved = points;
  moved.col(0).array() += 1.0F;
  EXPECT_NEAR((a.log_odds(moved) - a.log_odds(points)).mean(), a.gradient()[0], 1e-6);
}

TEST(LogisticTest, LeavesAFeatureThatDoesNotVary) {
  Batch points(10, 3);
  points << ten_points(), Batch::Constant(10, 1, 0.1F);
  const auto fitted = Logistic::fit(points, {1, 0, 0, 1, 0, 1, 0, 0, 1, 1}, {.ridge = 0.01});
  EXPECT_EQ(fitted.weights[2], 0.0);
  EXPECT_NEAR(fitted.weights[0], 1.31878961, 1e-6);
}

TEST(LogisticTest, StaysFiniteWhereLabelsArePartedPerfectly) {
  const TwoClouds clouds(90, 2, 50.0, 3);
  const auto fitted = Logistic::fit(clouds.points, clouds.labels);
  EXPECT_TRUE(fitted.weights.allFinite());
  EXPECT_EQ(balanced_accuracy(clouds.labels, fitted.log_odds(clouds.points)), 1.0);
}

TEST(LogisticTest, RefusesWhatIsNoProblem) {
  EXPECT_THROW((void)Logistic::fit(ten_points(), {1, 0}), UsageError);
  EXPECT_THROW((void)Logistic::fit(ten_points(), Labels(10, 1)), UsageError);
  EXPECT_THROW((void)Logistic::fit(ten_points(), {1, 0, 0, 1, 0, 2, 0, 0, 1, 1}), UsageError);
  Batch points = ten_points();
  points(3, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW((void)Logistic::fit(points, {1, 0, 0, 1, 0, 1, 0, 0, 1, 1}), UsageError);
  EXPECT_THROW(
      (void)Logistic::fit(ten_points(), {1, 0, 0, 1, 0, 1, 0, 0, 1, 1}).log_odds(Batch::Zero(2, 3)),
      UsageError);
}

TEST(BalancedAccuracyTest, CountsBothLabelsAlike) {
  // 3 of 4 without the label are right, 1 of 2 with it; f = 0 is half a hit.
  EXPECT_DOUBLE_EQ(balanced_accuracy({0, 0, 0, 0, 1, 1},
                                     (Eigen::VectorXd(6) << -1, -2, -1, 3, 1, -1).finished()),
                   0.5 * (0.75 + 0.5));
  EXPECT_DOUBLE_EQ(balanced_accuracy({0, 1}, Eigen::Vector2d(0, 0)), 0.5);
  // Nine in ten without it: always saying no is worth nothing.
  Eigen::VectorXd no = Eigen::VectorXd::Constant(10, -1.0);
  EXPECT_DOUBLE_EQ(balanced_accuracy({1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, no), 0.5);
}

TEST(DealFoldsTest, GivesEachFoldItsShareOfBothKinds) {
  std::vector<bool> has(20, false);
  for (const int g : {1, 4, 5, 11, 19}) has[static_cast<std::size_t>(g)] = true;
  const auto fold = deal_folds(has, 5, 7);
  std::vector<int> with(5, 0);
  std::vector<int> all(5, 0);
  for (std::size_t g = 0; g < 20; ++g) {
    ++all[static_cast<std::size_t>(fold[g])];
    if (has[g]) ++with[static_cast<std::size_t>(fold[g])];
  }
  EXPECT_EQ(with, std::vector<int>(5, 1));
  EXPECT_EQ(all, std::vector<int>(5, 4));
  EXPECT_EQ(deal_folds(has, 5, 7), fold);
  EXPECT_NE(deal_folds(has, 5, 8), fold);
  EXPECT_EQ(std::set<int>({0, 1}), [&] {
    const auto few = deal_folds({true, false}, 5, 1);
    return std::set<int>(few.begin(), few.end());
  }());
}

TEST(CrossValidatedTest, NeverPredictsAGroupByItself) {
  // Each group is a point of its own far away: what is learned of one says nothing of the next, but
  // a probe that had seen the group would be always right.
  constexpr int kGroups = 40;
  constexpr int kFrames = 5;
  Batch points = Batch::Zero(kGroups * kFrames, kGroups);
  Labels labels;
  std::vector<int> groups;
  Random random(2);
  for (int g = 0; g < kGroups; ++g) {
    for (int i = 0; i < kFrames; ++i) {
      points(g * kFrames + i, g) = 1.0F;
      labels.push_back(g % 2);
      groups.push_back(3 * g);  // numbers with gaps
    }
  }
  const auto odds = cross_validated(points, labels, groups, 5, 1);
  EXPECT_NEAR(balanced_accuracy(labels, odds), 0.5, 0.05);
  const auto seen = Logistic::fit(points, labels).log_odds(points);
  EXPECT_EQ(balanced_accuracy(labels, seen), 1.0);
}

TEST(ShuffleGroupsTest, KeepsClipsWhole) {
  const Labels labels{1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
  const std::vector<int> groups{0, 0, 0, 4, 4, 2, 7, 7, 7, 7};
  std::set<Labels> seen;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto shuffled = shuffle_groups(labels, groups, seed);
    int with = 0;
    for (const std::size_t first : {0U, 3U, 5U, 6U}) with += shuffled[first];
    EXPECT_EQ(with, 2);  // as many groups as before
    for (std::size_t i = 1; i < labels.size(); ++i) {
      if (groups[i] != groups[i - 1]) continue;
      EXPECT_EQ(shuffled[i], shuffled[i - 1]);
    }
    seen.insert(shuffled);
  }
  EXPECT_EQ(seen.size(), 6U);  // 4 choose 2
}

TEST(ShuffleGroupsTest, TurnsLabelsOfFramesRound) {
  const Labels labels{1, 1, 0, 0, 0, 1, 0, 0};
  const std::vector<int> groups{0, 0, 0, 0, 1, 1, 1, 1};
  std::set<Labels> seen;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto shuffled = shuffle_groups(labels, groups, seed);
    bool turned = false;
    for (std::size_t shift = 0; shift < labels.size(); ++shift) {
      Labels expected;
      for (std::size_t i = 0; i < labels.size(); ++i) {
        expected.push_back(labels[(i + shift) % labels.size()]);
      }
      turned = turned || expected == shuffled;
    }
    EXPECT_TRUE(turned);
    seen.insert(shuffled);
  }
  EXPECT_EQ(seen.size(), labels.size());
}

TEST(NullTest, ValuesAreCountedWithTheObservedOne) {
  const Null null = null_of({0.5, 0.6, 0.4, 0.5}, 0.6);
  EXPECT_DOUBLE_EQ(null.mean, 0.5);
  EXPECT_DOUBLE_EQ(null.p, 2.0 / 5.0);
  EXPECT_EQ(null.shuffles, 4);
  EXPECT_DOUBLE_EQ(null_of({0.5, 0.6, 0.4, 0.5}, 0.9).p, 0.2);
  EXPECT_THROW((void)null_of({}, 0.5), UsageError);
}

TEST(ProbeTest, FindsWhatIsThereAndNothingWhereLabelsMeanNothing) {
  constexpr int kFrames = 10;
  const TwoClouds clouds(600, 4, 2.0, 5);
  std::vector<int> groups;
  Labels labels;
  Batch points = clouds.points;
  for (int i = 0; i < 600; ++i) groups.push_back(i / kFrames);
  for (int i = 0; i < 600; ++i) labels.push_back(groups[static_cast<std::size_t>(i)] % 4 == 0);
  points.col(0).setZero();
  Random random(8);
  for (int i = 0; i < 600; ++i) {
    points(i, 0) = static_cast<float>(random.normal() + 2.0 * labels[static_cast<std::size_t>(i)]);
  }
  const auto found = probe(points, labels, groups, {.shuffles = 40});
  // Two unit Gaussians 2 apart are parted in the middle: Phi(1) = 0.841.
  EXPECT_NEAR(found.accuracy, 0.841, 0.03);
  EXPECT_NEAR(found.null.mean, 0.5, 0.03);
  EXPECT_LT(found.null.high, 0.65);
  EXPECT_DOUBLE_EQ(found.null.p, 1.0 / 41.0);
  const auto shuffled = shuffle_groups(labels, groups, 99);
  EXPECT_NEAR(probe(points, shuffled, groups, {.shuffles = 5}).accuracy, 0.5, 0.12);
  EXPECT_THROW((void)probe(points, labels, std::vector<int>(600, 1)), UsageError);
}

TEST(ProbeTest, DoesNotDependOnTheThreads) {
  const TwoClouds clouds(120, 3, 1.0, 4);
  std::vector<int> groups;
  for (int i = 0; i < 120; ++i) groups.push_back(i / 3);
  const auto one = probe(clouds.points, clouds.labels, groups, {.shuffles = 9, .threads = 1});
  const auto three = probe(clouds.points, clouds.labels, groups, {.shuffles = 9, .threads = 3});
  EXPECT_EQ(one.accuracy, three.accuracy);
  EXPECT_EQ(one.null.mean, three.null.mean);
}

}  // namespace
}  // namespace poseaae::metrics
