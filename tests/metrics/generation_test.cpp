#include "poseaae/metrics/generation.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

using test::normal_rows;
using test::shuffled;
using test::waves;

// Computed with numpy 1.24 and scipy 1.10 by their definitions.
Batch real() { return waves(50, 6); }
Batch made() { return (0.8F * waves(37, 6, 0.9)).array() + 0.1F; }

TEST(NearestTest, IsNumpys) {
  const Nearest found = nearest(made(), real());
  EXPECT_NEAR(found.distance_m.mean(), 0.295619043946243, 1e-6);
  EXPECT_EQ(std::vector<int>(found.row.begin(), found.row.begin() + 5),
            (std::vector<int>{21, 20, 19, 18, 17}));
}

RC_GTEST_PROP(NearestTest, GivesUpNothingThatIsNearest, ()) {
  const int joints = *rc::gen::inRange(1, 12);
  const Batch all = normal_rows(*rc::gen::inRange(1, 90), 3 * joints, *rc::gen::inRange(1, 99));
  const Batch query = normal_rows(5, 3 * joints, 200);
  const Nearest found = nearest(query, all);
  for (int i = 0; i < 5; ++i) {
    double least = INFINITY;
    for (Eigen::Index r = 0; r < all.rows(); ++r) {
      least = std::min(least, joint_distance(query.row(i).data(), all.row(r).data(), joints));
    }
    RC_ASSERT(std::abs(found.distance_m[i] - least) < 1e-6);
  }
}

TEST(NearestTest, DoesNotSeeOrderOrThreads) {
  const Batch all = normal_rows(500, 9);
  const Batch query = normal_rows(100, 9, 2);
  const Nearest once = nearest(query, all, 1);
  EXPECT_EQ(nearest(query, all, 3).row, once.row);
  EXPECT_EQ(nearest(query, shuffled(all)).distance_m, once.distance_m);
  EXPECT_TRUE(nearest(all, all).distance_m.isZero(0.0));
}

TEST(NeighbourRadiusTest, IsNumpys) {
  const Eigen::VectorXd radius = neighbour_radius(real(), 3);
  EXPECT_NEAR(radius[0], 0.93289484, 1e-6);
  EXPECT_NEAR(radius[1], 0.85475514, 1e-6);
  EXPECT_NEAR(radius[2], 0.82890605, 1e-6);
  EXPECT_THROW((void)neighbour_radius(real(), 50), UsageError);
}

TEST(AveragePairwiseDistanceTest, IsNumpysAndThatOfALine) {
  EXPECT_NEAR(average_pairwise_distance(real()), 1.6434739680148918, 1e-6);
  Batch line(3, 3);  // 0, 1 and 3 m along x: (1 + 3 + 2) / 3
  line << 0, 0, 0, 1, 0, 0, 3, 0, 0;
  EXPECT_NEAR(average_pairwise_distance(line), 2.0, 1e-7);
  EXPECT_NEAR(average_pairwise_distance(Batch::Ones(20, 6)), 0.0, 1e-9);
  EXPECT_THROW((void)average_pairwise_distance(Batch::Ones(1, 6)), UsageError);
}

TEST(SpreadRowsTest, TakesThemEvenly) {
  Batch rows(7, 1);
  rows << 0, 1, 2, 3, 4, 5, 6;
  EXPECT_EQ(spread_rows(rows, 3), (Batch(3, 1) << 0, 2, 4).finished());
  EXPECT_EQ(spread_rows(rows, 7), rows);
  EXPECT_EQ(spread_rows(rows, 9), rows);
}

TEST(FrechetTest, IsScipys) {
  EXPECT_NEAR(frechet_distance(real(), made()), 0.22178508933501417, 1e-6);
  EXPECT_NEAR(frechet_distance(made(), real()), 0.22178508933501417, 1e-6);
}

TEST(FrechetTest, OfAxisParallelGaussiansHasItsClosedForm) {
  // N(0, 1) against N(2, 9): 4 + (3 - 1)^2; the third coordinate never moves.
  Batch a = Batch::Zero(4, 3);
  a.col(0) << -1, 1, -1, 1;
  Batch b = 3.0F * a;
  b.col(0).array() += 2.0F;
  const double variance = 4.0 / 3.0;  // normalised by N - 1
  EXPECT_NEAR(frechet_distance(a, b), 4.0 + 4.0 * variance, 1e-6);
  EXPECT_NEAR(frechet_distance(a, a), 0.0, 1e-9);
}

TEST(PrecisionRecallTest, IsNumpys) {
  const PrecisionRecall found = precision_recall(real(), made());
  EXPECT_DOUBLE_EQ(found.precision, 1.0);
  EXPECT_DOUBLE_EQ(found.recall, 0.76);
}

TEST(PrecisionRecallTest, KnowsWhatLacksAndWhatIsTooMuch) {
  const Batch all = normal_rows(600, 6);
  const PrecisionRecall same = precision_recall(all, normal_rows(600, 6, 2));
  EXPECT_GT(same.precision, 0.9);
  EXPECT_GT(same.recall, 0.9);
  // One mode of what there is: precise, but little is recalled; and the other way round.
  const PrecisionRecall narrow = precision_recall(all, 0.2F * normal_rows(600, 6, 2));
  EXPECT_GT(narrow.precision, 0.99);
  EXPECT_LT(narrow.recall, 0.3);
  const PrecisionRecall away = precision_recall(all, normal_rows(600, 6, 2).array() + 30.0F);
  EXPECT_EQ(away.precision, 0.0);
  EXPECT_EQ(away.recall, 0.0);
}

TEST(GenerationTest, SamplesOfTheSameAreAsFarAsTheHeldOut) {
  const Batch train = normal_rows(3000, 6, 2);
  const HeldOut real = held_out(normal_rows(800, 6, 3), train);
  const Generation same = generation(normal_rows(800, 6, 1), train);
  EXPECT_NEAR(same.nearest_m.mean() / real.nearest_m.mean(), 1.0, 0.05);
  EXPECT_NEAR(same.pairwise_m / real.train_pairwise_m, 1.0, 0.05);
  EXPECT_LT(same.frechet_m2, 0.05);
  EXPECT_LT(real.frechet_m2, 0.05);
  EXPECT_NEAR(same.quality.precision, real.quality.precision, 0.05);

  const Generation far = generation(3.0F * normal_rows(800, 6, 1), train);
  EXPECT_GT(far.nearest_m.mean() / real.nearest_m.mean(), 2.0);
  EXPECT_NEAR(far.pairwise_m / real.train_pairwise_m, 3.0, 0.2);
  EXPECT_GT(far.frechet_m2, 100.0 * real.frechet_m2);
  EXPECT_EQ(generation(train.topRows(800), train).nearest_m.maxCoeff(), 0.0);
}

TEST(GenerationTest, RefusesOtherWidths) {
  EXPECT_THROW((void)nearest(normal_rows(3, 6), normal_rows(3, 9)), UsageError);
  EXPECT_THROW((void)nearest(normal_rows(3, 5), normal_rows(3, 5)), UsageError);
  EXPECT_THROW((void)nearest(normal_rows(3, 6), Batch(0, 6)), UsageError);
  EXPECT_THROW((void)frechet_distance(normal_rows(3, 6), normal_rows(3, 9)), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
