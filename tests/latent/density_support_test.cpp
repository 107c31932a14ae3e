#include "poseaae/latent/density_support.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::latent {
namespace {

Batch normal_points(int count, int dim) {
  Batch points(count, dim);
  Random random(3);
  random.fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  return points;
}

/// What a model knows of its encodings.
enum class Known { kMoments, kMixture, kFlow };

codec::LatentStatistics statistics_of(const Batch& points, Known known) {
  if (known == Known::kMoments) return codec::LatentStatistics::of(points);
  auto statistics = codec::LatentStatistics::with_mixture(points);
  if (known == Known::kMixture) statistics.flow = {};
  return statistics;
}

class DensitySupportTest : public testing::TestWithParam<Known> {
 protected:
  static constexpr int kDim = 4;
  const Batch known_ = normal_points(4000, kDim);
  const codec::LatentStatistics statistics_ = statistics_of(known_, GetParam());
  const DensitySupport support_{statistics_, known_};
};

TEST_P(DensitySupportTest, HoldsAllButOneInAHundred) {
  EXPECT_NEAR(support_.share_outside(known_), 0.01, 0.001);
  EXPECT_EQ(support_.share_outside(Batch::Zero(3, kDim)), 0.0);
  EXPECT_EQ(support_.share_outside(Batch::Constant(3, kDim, 5.0F)), 1.0);
  const DensitySupport again(statistics_, support_.floor());
  EXPECT_EQ(again.share_outside(known_), support_.share_outside(known_));
}

TEST_P(DensitySupportTest, SaysWhereAWayLeavesIt) {
  // From the centre, all leave at once: where |s v| is the radius of the support.
  const Batch centre = Batch::Zero(10, kDim);
  Batch way = Batch::Zero(1, kDim);
  way(0, 0) = 2.0F;
  const auto exit_strength = support_.exit_strength(centre, way);
  ASSERT_TRUE(exit_strength.has_value());
  // chi^2 of 4 degrees of freedom: 99 % within 13.28, so s = sqrt(13.28) / 2 = 1.82
  EXPECT_NEAR(*exit_strength, 1.82, 0.2);
  EXPECT_FALSE(support_.exit_strength(centre, way, 1.0).has_value());
  EXPECT_EQ(support_.exit_strength(Batch::Constant(3, kDim, 9.0F), way), 0.0);
  // A vector for each point, of which one in five leaves.
  Batch ways = Batch::Zero(10, kDim);
  ways(2, 1) = ways(7, 1) = 4.0F;
  EXPECT_NEAR(support_.exit_strength(centre, ways).value(), 0.91, 0.15);
  EXPECT_THROW((void)support_.exit_strength(centre, Batch::Zero(2, kDim)), UsageError);
  EXPECT_THROW((void)support_.score(Batch::Zero(2, kDim + 1)), UsageError);
}

// The floor is one of the flow's own percentiles.
TEST(DensitySupport, IsByTheFlowWhereThereIsOne) {
  const Batch known = normal_points(4000, 3);
  const auto statistics = statistics_of(known, Known::kFlow);
  EXPECT_NEAR(DensitySupport(statistics, known).floor(), statistics.flow.log_densities[1], 1e-4);
}

INSTANTIATE_TEST_SUITE_P(WhateverIsKnown, DensitySupportTest,
                         testing::Values(Known::kMoments, Known::kMixture, Known::kFlow));

}  // namespace
}  // namespace poseaae::latent
