#include "poseaae/metrics/prior_match.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/math/normal.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

using test::normal_rows;
using test::shuffled;
using test::waves;

/// What numpy 1.24 and scipy 1.10 were given.
Batch sample() { return 1.5F * waves(40, 3); }

TEST(NormalTest, QuantilesAreThoseOfScipy) {
  EXPECT_NEAR(math::normal_quantile(1e-10), -6.361340902404056, 1e-12);
  EXPECT_NEAR(math::normal_quantile(0.001), -3.090232306167813, 1e-13);
  EXPECT_NEAR(math::normal_quantile(0.3), -0.5244005127080409, 1e-14);
  EXPECT_NEAR(math::normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_EQ(math::normal_quantile(0.0), -INFINITY);
}

TEST(MmdTest, IsWhatADoubleLoopInNumpyGives) {
  EXPECT_NEAR(mmd_squared(sample()), -0.002317229082384198, 1e-7);
}

TEST(MmdTest, TwoEqualPointsHaveTheirClosedForm) {
  // Z = 1 and both at 0: k = 1, E k(0, y) = sqrt(s/(s+1)), E k(y, y') = sqrt(s/(s+2)).
  double expected = 0.0;
  for (const double s : {0.25, 0.5, 1.0, 2.0, 4.0}) {
    expected += 1.0 - 2.0 * std::sqrt(s / (s + 1.0)) + std::sqrt(s / (s + 2.0));
  }
  EXPECT_NEAR(mmd_squared(Batch::Zero(2, 1)), expected / 5.0, 1e-7);
}

TEST(MmdTest, IsUnbiasedAndDoesNotSeeOrderOrThreads) {
  double mean = 0.0;
  constexpr int kTrials = 40;
  for (int trial = 0; trial < kTrials; ++trial) {
    mean += mmd_squared(normal_rows(100, 4, 100 + trial)) / kTrials;
  }
  EXPECT_NEAR(mean, 0.0, 1.5e-3);  // one trial strays by 0.003
  const Batch many = normal_rows(1000, 8);
  EXPECT_NEAR(mmd_squared(shuffled(many)), mmd_squared(many), 1e-7);
  EXPECT_EQ(mmd_squared(many, 3), mmd_squared(many, 1));
}

TEST(KsTest, IsScipysPerDimension) {
  const Eigen::VectorXd distances = ks_distances(sample());
  ASSERT_EQ(distances.size(), 3);
  EXPECT_NEAR(distances[0], 0.14888176586887036, 1e-7);
  EXPECT_NEAR(distances[1], 0.15341817717936723, 1e-7);
  EXPECT_NEAR(distances[2], 0.17043539891155413, 1e-7);
}

TEST(KsTest, OfThePriorItselfIsSmallAndOfAConstantHalf) {
  EXPECT_NEAR(ks_distances(normal_rows(10000, 16)).mean(), 0.87 / 100.0, 0.0025);
  EXPECT_DOUBLE_EQ(ks_distances(Batch::Zero(50, 1))[0], 0.5);
}

TEST(CovarianceErrorTest, IsNumpysAndOneForAPoint) {
  EXPECT_NEAR(covariance_error(sample()), 0.17645924649655648, 1e-6);
  EXPECT_NEAR(covariance_error(Batch::Constant(5, 4, 2.0F)), 1.0, 1e-7);
}

TEST(SlicedWassersteinTest, OfOneDimensionIsTheIntegralOverQuantiles) {
  // In one dimension every direction is +-1, and the prior is symmetric.
  EXPECT_NEAR(sliced_wasserstein(sample().leftCols(1)), 0.33130815225382176, 1e-6);
}

TEST(SlicedWassersteinTest, KnowsAShiftAndAScale) {
  // Per direction W_2^2(N(m u, s^2), N(0, 1)) = (m u)^2 + (s - 1)^2; E u_1^2 = 1/Z.
  Batch moved = normal_rows(20000, 4);
  moved.col(0).array() += 2.0F;
  EXPECT_NEAR(sliced_wasserstein(moved, 300), 2.0 / std::sqrt(4.0), 0.03);
  EXPECT_NEAR(sliced_wasserstein(1.5F * normal_rows(20000, 4)), 0.5, 0.01);
  EXPECT_NEAR(sliced_wasserstein(Batch::Zero(500, 4)), 1.0, 1e-6);
  EXPECT_LT(sliced_wasserstein(normal_rows(20000, 4)), 0.02);
}

TEST(MardiaTest, IsWhatTheDoubleSumInNumpyGives) {
  const Mardia found = mardia(sample());
  EXPECT_EQ(found.rank, 3);
  EXPECT_NEAR(found.skewness, 0.07561365379243430, 1e-7);
  EXPECT_NEAR(found.kurtosis, 10.591189051383898, 1e-5);
}

TEST(MardiaTest, OfANormalSampleIsWhatItSaysAndOfACubeNot) {
  Batch normal = normal_rows(20000, 5);
  normal.col(1) = 3.0F * normal.col(1) + 2.0F * normal.col(0);
  normal.col(2).array() += 7.0F;
  const Mardia found = mardia(normal);
  EXPECT_NEAR(found.normal_kurtosis, 35.0, 0.01);
  EXPECT_NEAR(found.kurtosis, found.normal_kurtosis, 0.5);  // sqrt(8 * 35 / 20000) = 0.12
  EXPECT_NEAR(found.skewness, found.normal_skewness, 0.01);
  EXPECT_GT(mardia(normal.array().cube().matrix()).kurtosis, 100.0);
}

TEST(MardiaTest, LeavesOutWhatDoesNotVary) {
  Batch flat(1000, 4);
  flat << normal_rows(1000, 3), Batch::Zero(1000, 1);
  const Mardia found = mardia(flat);
  EXPECT_EQ(found.rank, 3);
  EXPECT_NEAR(found.kurtosis, mardia(flat.leftCols(3)).kurtosis, 1e-6);
}

TEST(PriorMatchTest, TellsTheNormalFromWhatHasItsMomentsAndFromWhatHasNot) {
  const PriorMatch same = prior_match(normal_rows(2000, 4));
  EXPECT_LT(same.mean_ks(), 0.03);
  EXPECT_LT(same.worst_ks(), 0.05);
  EXPECT_LT(same.covariance_error, 0.1);
  EXPECT_LT(same.mean_norm, 0.1);
  EXPECT_LT(std::abs(same.mmd_squared), 5e-4);

  // +-1: mean 0, variance 1, no Gaussian at all.
  const Batch signs = normal_rows(2000, 4).array().sign().matrix();
  const PriorMatch binary = prior_match(signs);
  EXPECT_LT(binary.covariance_error, 0.1);
  EXPECT_NEAR(binary.mean_ks(), 0.341, 0.02);  // Phi(1) - 1/2 at the jump
  EXPECT_GT(binary.mmd_squared, 0.005);
  EXPECT_GT(binary.sliced_wasserstein, 3 * same.sliced_wasserstein);

  const PriorMatch half = prior_match(0.5F * normal_rows(2000, 4));
  EXPECT_NEAR(half.covariance_error, 0.75, 0.02);
  EXPECT_GT(half.mmd_squared, 0.01);
}

TEST(PriorMatchTest, DoesNotSeeTheOrderAndNeedsTwo) {
  const PriorMatch one = prior_match(sample());
  const PriorMatch other = prior_match(shuffled(sample()), 3);
  EXPECT_TRUE(other.ks.isApprox(one.ks, 1e-12));
  EXPECT_NEAR(other.sliced_wasserstein, one.sliced_wasserstein, 1e-6);
  EXPECT_NEAR(other.mardia.skewness, one.mardia.skewness, 1e-9);
  EXPECT_THROW((void)prior_match(normal_rows(1, 3)), UsageError);
  EXPECT_THROW((void)mmd_squared(Batch(5, 0)), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
