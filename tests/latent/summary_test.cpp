#include "poseaae/latent/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::latent {
namespace {

Batch normal_latents(int count, int dim) {
  Batch latents(count, dim);
  Random random(3);
  random.fill_normal({latents.data(), static_cast<std::size_t>(latents.size())});
  return latents;
}

TEST(Summarise, CountsByHand) {
  Batch latents(3, 2);
  latents << 1, 0, 2, 0, 6, 0;
  const auto summary = summarise(latents);
  EXPECT_EQ(summary.count, 3);
  EXPECT_DOUBLE_EQ(summary.mean[0], 3.0);
  EXPECT_DOUBLE_EQ(summary.standard_deviation[0], std::sqrt(7.0));
  EXPECT_EQ(summary.minimum[0], 1.0);
  EXPECT_EQ(summary.maximum[0], 6.0);
  // A constant 0: half of N(0, 1) lies below. Phi(1) = 0.841344746, all of the latents above it.
  EXPECT_DOUBLE_EQ(summary.distance[1], 0.5);
  EXPECT_NEAR(summary.distance[0], 0.841344746, 1e-6);
  EXPECT_TRUE(std::isinf(summary.divergence));
}

TEST(Summarise, FindsThePriorNearItselfAndADistanceWhereThereIsOne) {
  const Batch latents = normal_latents(20000, 3);
  const auto near = summarise(latents);
  EXPECT_LT(near.distance.maxCoeff(), 0.015);
  EXPECT_LT(near.divergence, 0.002);

  // KL(N(1, 4) || N(0, 1)) = (4 + 1 - 1 - ln 4) / 2 per dimension.
  const auto far = summarise((2.0F * latents).array() + 1.0F);
  EXPECT_NEAR(far.divergence, 3 * 0.5 * (4.0 - std::log(4.0)), 0.15);
  EXPECT_GT(far.distance.minCoeff(), 0.2);
}

TEST(Summarise, TakesASingleEncodingButNotNone) {
  const auto one = summarise(Batch::Constant(1, 2, 3.0F));
  EXPECT_EQ(one.mean, Eigen::Vector2d(3, 3));
  EXPECT_EQ(one.standard_deviation, Eigen::Vector2d(0, 0));
  EXPECT_THROW((void)summarise(Batch(0, 2)), UsageError);
}

TEST(FormatSummary, HasALinePerLatent) {
  const std::string text = format_summary(summarise(normal_latents(10, 4)));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
  EXPECT_THAT(text, testing::HasSubstr("10 encodings"));
}

TEST(FormatSummary, SaysWhereADivergenceIsNotKnown) {
  Batch latents(3, 2);
  latents << 1, 0, 2, 0, 6, 0;
  const std::string flat = format_summary(summarise(latents));
  EXPECT_THAT(flat, testing::HasSubstr("3 encodings; "));
  EXPECT_THAT(flat,
              testing::HasSubstr(
                  "divergence from it not known, since the encodings do not spread in all 2"));
  const std::string one = format_summary(summarise(latents.topRows(1)));
  EXPECT_THAT(one, testing::HasSubstr("1 encoding; "));
  EXPECT_THAT(one, testing::Not(testing::HasSubstr("inf")));
}

TEST(DistanceFromMean, IsInStandardDeviationsAndPassesOverUnusedLatents) {
  const codec::LatentStatistics statistics{Eigen::Vector3d(1, 2, 7),
                                           Eigen::Vector3d(4, 0.25, 0).asDiagonal()};
  Batch latents(2, 3);
  latents << 1, 2, 0, 1 + 2 * 3, 2 + 0.5 * 1, 0;
  const auto distance = distance_from_mean(latents, statistics);
  EXPECT_DOUBLE_EQ(distance[0], 0.0);
  EXPECT_DOUBLE_EQ(distance[1], std::sqrt((9.0 + 1.0) / 2.0));
  EXPECT_THROW((void)distance_from_mean(Batch(1, 2), statistics), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
