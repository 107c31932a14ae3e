#include "poseaae/latent/offset.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {
namespace {

const model::LatentStatistics kStatistics{Eigen::Vector2d(5, 5),
                                          Eigen::Vector2d(4, 0.25).asDiagonal()};

TEST(ParseDirection, TakesAllOneOrAVector) {
  EXPECT_EQ(parse_direction("all", 3), Eigen::Vector3f(1, 1, 1));
  EXPECT_EQ(parse_direction("2", 3), Eigen::Vector3f(0, 0, 1));
  EXPECT_EQ(parse_direction("0.5,-1, 2e-1", 3), Eigen::Vector3f(0.5F, -1, 0.2F));
}

TEST(ParseDirection, SaysWhatItExpects) {
  using testing::HasSubstr;
  using testing::ThrowsMessage;
  for (const char* text : {"3", "-1", "some", "", "1,2", "1,2,3,4", "1,,2", "1,2,x", "1,2,nan"}) {
    EXPECT_THAT([&] { (void)parse_direction(text, 3); },
                ThrowsMessage<UsageError>(HasSubstr("one dimension (0 to 2) or 3 numbers")))
        << text;
  }
}

TEST(FollowAtOffset, IsASineOverThePath) {
  const LatentPath path{Batch::Constant(9, 2, 1.0F), 25};
  const auto result = follow_at_offset(path, Eigen::Vector2f(1, -1), kStatistics,
                                       {3.0, 2.0, AmplitudeUnit::kLatent});
  // Two cycles over nine frames: quarter turns.
  const float expected[9] = {0, 3, 0, -3, 0, 3, 0, -3, 0};
  for (int t = 0; t < 9; ++t) {
    EXPECT_NEAR(result.points(t, 0), 1 + expected[t], 1e-5);
    EXPECT_NEAR(result.points(t, 1), 1 - expected[t], 1e-5);
  }
  EXPECT_EQ(result.fps, 25);
}

TEST(FollowAtOffset, MeasuresInTheModelsStandardDeviations) {
  const LatentPath path{Batch::Zero(5, 2), 25};
  const auto result =
      follow_at_offset(path, Eigen::Vector2f(1, 1), kStatistics, {1.5, 1.0, AmplitudeUnit::kStd});
  EXPECT_NEAR(result.points(1, 0), 1.5 * 2.0, 1e-6);
  EXPECT_NEAR(result.points(1, 1), 1.5 * 0.5, 1e-6);
}

TEST(FollowAtOffset, OfOneFrameChangesNothing) {
  const LatentPath path{Batch::Ones(1, 2), 25};
  EXPECT_EQ(follow_at_offset(path, Eigen::Vector2f(1, 1), kStatistics, {}).points, path.points);
}

TEST(FollowAtOffset, RefusesWhatDoesNotFit) {
  const LatentPath path{Batch::Ones(4, 2), 25};
  EXPECT_THROW((void)follow_at_offset(path, Eigen::Vector3f(1, 1, 1), kStatistics, {}), UsageError);
  EXPECT_THROW(OffsetOptions({.cycles = -1}).validate(), UsageError);
  EXPECT_THROW(OffsetOptions({.amplitude = INFINITY}).validate(), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
