#include "poseaae/latent/territory.hpp"

#include <gtest/gtest.h>

#include "poseaae/core/error.hpp"
#include "poseaae/core/random.hpp"

namespace poseaae::latent {
namespace {

Batch normal_points(int count, int dim) {
  Batch points(count, dim);
  Random random(3);
  random.fill_normal({points.data(), static_cast<std::size_t>(points.size())});
  return points;
}

class TerritoryTest : public testing::TestWithParam<bool> {
 protected:
  static constexpr int kDim = 4;
  const Batch known_ = normal_points(4000, kDim);
  const model::LatentStatistics statistics_ = GetParam()
                                                  ? model::LatentStatistics::with_mixture(known_)
                                                  : model::LatentStatistics::of(known_);
  const Territory territory_{statistics_, known_};
};

TEST_P(TerritoryTest, HoldsAllButOneInAHundred) {
  EXPECT_NEAR(territory_.share_beyond(known_), 0.01, 0.001);
  EXPECT_EQ(territory_.share_beyond(Batch::Zero(3, kDim)), 0.0);
  EXPECT_EQ(territory_.share_beyond(Batch::Constant(3, kDim, 5.0F)), 1.0);
  const Territory again(statistics_, territory_.floor());
  EXPECT_EQ(again.share_beyond(known_), territory_.share_beyond(known_));
}

TEST_P(TerritoryTest, SaysWhereAWayLeavesIt) {
  // From the centre, all leave at once: where |s v| is the radius of the territory.
  const Batch centre = Batch::Zero(10, kDim);
  Batch way = Batch::Zero(1, kDim);
  way(0, 0) = 2.0F;
  const auto begins = territory_.begins(centre, way);
  ASSERT_TRUE(begins.has_value());
  // chi^2 of 4 degrees of freedom: 99 % within 13.28, so s = sqrt(13.28) / 2 = 1.82
  EXPECT_NEAR(*begins, 1.82, 0.2);
  EXPECT_FALSE(territory_.begins(centre, way, 1.0).has_value());
  EXPECT_EQ(territory_.begins(Batch::Constant(3, kDim, 9.0F), way), 0.0);
  // A vector for each point, of which one in five leaves.
  Batch ways = Batch::Zero(10, kDim);
  ways(2, 1) = ways(7, 1) = 4.0F;
  EXPECT_NEAR(territory_.begins(centre, ways).value(), 0.91, 0.15);
  EXPECT_THROW((void)territory_.begins(centre, Batch::Zero(2, kDim)), UsageError);
  EXPECT_THROW((void)territory_.familiarity(Batch::Zero(2, kDim + 1)), UsageError);
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutAMixture, TerritoryTest, testing::Bool());

}  // namespace
}  // namespace poseaae::latent
