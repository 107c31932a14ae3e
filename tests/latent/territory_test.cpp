#include "poseaae/latent/territory.hpp"

#include <gmock/gmock.h>

#include "two_heaps.hpp"

namespace poseaae::latent {
namespace {

using testing::HasSubstr;

TEST(Territory, IsEvenOverTheModelsOwnEncodings) {
  const auto statistics = test::two_heaps_model();
  const Eigen::VectorXd shares = commonness(test::two_heaps(), codec::FlowMap(statistics.flow));
  for (const double share : {0.01, 0.25, 0.5, 0.9}) {
    EXPECT_NEAR((shares.array() < share).cast<double>().mean(), share, 0.005);
  }
}

// Sorted: 0, 0.004, 0.5, 0.9. The middle is 0.252, half of the points are below 0.01.
TEST(Territory, IsToldInPercentiles) {
  const auto text = describe_commonness(Eigen::Vector4d(0.5, 0.0, 0.9, 0.004));
  EXPECT_THAT(text, HasSubstr("half of the poses are rarer than 74 % of"));
  EXPECT_THAT(text, HasSubstr("the rarest than all of them"));
  EXPECT_THAT(text, HasSubstr("50.0 % lie outside"));
  EXPECT_THAT(text, HasSubstr("(1 % of them do, and more of recordings that it did not learn"));
  // One that is rare is not yet rarer than all.
  EXPECT_THAT(describe_commonness(Eigen::VectorXd::Constant(1, 0.0004)),
              HasSubstr("the rarest than 99 % of them"));
}

TEST(Territory, IsInStandardDeviationsWithoutAFlow) {
  const codec::LatentStatistics statistics{Eigen::Vector2d(1, 0),
                                           Eigen::Vector2d(4, 4).asDiagonal()};
  Batch points(2, 2);
  points << 3, 2,  // 1 deviation in both
      1, 0;
  EXPECT_THAT(describe_territory(points, statistics, nullptr),
              HasSubstr("mean 0.50, largest 1.00, at the end 0.00"));
  const auto heaps = test::two_heaps_model();
  const codec::FlowMap flow(heaps.flow);
  EXPECT_THAT(describe_territory(Batch::Constant(1, 2, 9.0F), heaps, &flow),
              HasSubstr("100.0 % lie outside"));
}

}  // namespace
}  // namespace poseaae::latent
