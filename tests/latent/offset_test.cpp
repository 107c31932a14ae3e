#include "poseaae/latent/offset.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {
namespace {

const codec::LatentStatistics kStatistics{Eigen::Vector2d(5, 5),
                                          Eigen::Vector2d(4, 0.25).asDiagonal()};

/// Covariance 25 along (0.6, 0.8, 0), 9 along (0.8, -0.6, 0), 1 along the last.
codec::LatentStatistics tilted() {
  Eigen::Matrix3d axes;
  axes << 0.6, 0.8, 0.0, 0.8, -0.6, 0.0, 0.0, 0.0, 1.0;
  return {Eigen::Vector3d(1, 2, 3),
          axes * Eigen::Vector3d(25, 9, 1).asDiagonal() * axes.transpose()};
}

TEST(ParseDirection, TakesAllOneOrAVector) {
  EXPECT_EQ(parse_direction("all", tilted()).vector, Eigen::Vector3f(1, 1, 1));
  EXPECT_EQ(parse_direction("2", tilted()).vector, Eigen::Vector3f(0, 0, 1));
  const auto vector = parse_direction("0.5,-1, 2e-1", tilted());
  EXPECT_EQ(vector.vector, Eigen::Vector3f(0.5F, -1, 0.2F));
  EXPECT_EQ(vector.scale, DirectionScale::kPerDimension);
}

TEST(ParseDirection, TakesAPrincipalAxisInItsOwnDeviations) {
  const auto first = parse_direction("axis:0", tilted());
  EXPECT_TRUE(first.vector.isApprox(Eigen::Vector3f(0.6F, 0.8F, 0), 1e-6F));
  EXPECT_TRUE(first.reach(tilted(), AmplitudeUnit::kStd).isApprox(Eigen::Vector3d(3, 4, 0), 1e-6));
  EXPECT_TRUE(
      first.reach(tilted(), AmplitudeUnit::kLatent).isApprox(Eigen::Vector3d(0.6, 0.8, 0), 1e-6));
  const auto second = parse_direction("axis:1", tilted());
  EXPECT_TRUE(
      second.reach(tilted(), AmplitudeUnit::kStd).isApprox(Eigen::Vector3d(2.4, -1.8, 0), 1e-6));
}

TEST(Direction, OfAnAttributeIsAddedWhole) {
  const Direction attribute(Eigen::Vector3f(1, -2, 4), DirectionScale::kWhole);
  for (const auto unit : {AmplitudeUnit::kStd, AmplitudeUnit::kLatent}) {
    EXPECT_EQ(attribute.reach(tilted(), unit), Eigen::Vector3d(1, -2, 4));
  }
}

TEST(ParseDirection, SaysWhatItExpects) {
  using testing::HasSubstr;
  using testing::ThrowsMessage;
  for (const char* text : {"3", "-1", "some", "", "1,2", "1,2,3,4", "1,,2", "1,2,x", "1,2,nan",
                           "axis:3", "axis:-1", "axis:", "axis:x"}) {
    EXPECT_THAT([&] { (void)parse_direction(text, tilted()); },
                ThrowsMessage<UsageError>(
                    HasSubstr("one dimension (0 to 2), 3 numbers separated by commas")))
        << text;
  }
}

TEST(FollowAtOffset, IsASineOverThePath) {
  const LatentPath path{Batch::Constant(9, 2, 1.0F), 25};
  const auto result = follow_at_offset(path, Eigen::VectorXf(Eigen::Vector2f(1, -1)), kStatistics,
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
  const auto result = follow_at_offset(path, Eigen::VectorXf(Eigen::Vector2f(1, 1)), kStatistics,
                                       {1.5, 1.0, AmplitudeUnit::kStd});
  EXPECT_NEAR(result.points(1, 0), 1.5 * 2.0, 1e-6);
  EXPECT_NEAR(result.points(1, 1), 1.5 * 0.5, 1e-6);
}

TEST(FollowAtOffset, RampsAwayForGood) {
  const LatentPath path{Batch::Zero(5, 1), 25};
  const codec::LatentStatistics unit{Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Ones(1, 1)};
  const auto result =
      follow_at_offset(path, Eigen::VectorXf(Eigen::VectorXf::Ones(1)), unit,
                       {.amplitude = 2.0, .shape = OffsetShape::kRamp, .easing = Easing::kCosine});
  const double half = std::sqrt(0.5);  // cosine: (1 - cos(pi / 4)) / 2 a quarter of the way
  const double expected[5] = {0.0, 1.0 - half, 1.0, 1.0 + half, 2.0};
  for (int t = 0; t < 5; ++t) EXPECT_NEAR(result.points(t, 0), expected[t], 1e-6) << t;
}

TEST(OffsetCourse, OfAnEnvelopeRisesHoldsAndFalls) {
  const OffsetOptions options{
      .shape = OffsetShape::kEnvelope, .attack = 0.2, .release = 0.4, .easing = Easing::kLinear};
  EXPECT_EQ(offset_course(options, 0.0), 0.0);
  EXPECT_DOUBLE_EQ(offset_course(options, 0.1), 0.5);
  EXPECT_EQ(offset_course(options, 0.2), 1.0);
  EXPECT_EQ(offset_course(options, 0.6), 1.0);
  EXPECT_DOUBLE_EQ(offset_course(options, 0.9), 0.25);
  EXPECT_EQ(offset_course(options, 1.0), 0.0);
  // Without attack it is there at once, without release to the end.
  const OffsetOptions box{.shape = OffsetShape::kEnvelope, .attack = 0.0, .release = 0.0};
  EXPECT_EQ(offset_course(box, 0.0), 1.0);
  EXPECT_EQ(offset_course(box, 1.0), 1.0);
}

RC_GTEST_PROP(FollowAtOffset, OfAmplitudeZeroIsThePath, ()) {
  LatentPath path{Batch::Random(7, 3), 30};
  OffsetOptions options{.amplitude = 0.0};
  options.shape =
      *rc::gen::element(OffsetShape::kSinusoid, OffsetShape::kRamp, OffsetShape::kEnvelope);
  const auto direction =
      parse_direction(*rc::gen::element<std::string>("all", "1", "axis:2", "1,2,3"), tilted());
  RC_ASSERT(follow_at_offset(path, direction, tilted(), options).points == path.points);
}

RC_GTEST_PROP(OffsetCourse, OfAnEnvelopeStartsAndEndsAtZeroAndStaysBetweenZeroAndOne, ()) {
  const double attack = *rc::gen::inRange(1, 100) / 100.0;
  const double release = *rc::gen::inRange(1, 101 - static_cast<int>(100 * attack)) / 100.0;
  const auto easing =
      *rc::gen::element(Easing::kLinear, Easing::kCosine, Easing::kCubic, Easing::kQuintic);
  RC_PRE(attack + release <= 1.0);
  const OffsetOptions options{
      .shape = OffsetShape::kEnvelope, .attack = attack, .release = release, .easing = easing};
  options.validate();
  RC_ASSERT(offset_course(options, 0.0) == 0.0);
  RC_ASSERT(offset_course(options, 1.0) == 0.0);
  const double u = *rc::gen::inRange(0, 1001) / 1000.0;
  const double course = offset_course(options, u);
  RC_ASSERT(course >= 0.0 && course <= 1.0);
  // Without jumps: the easings are at most 3 times as steep as a line.
  const double next = offset_course(options, std::min(u + 1e-4, 1.0));
  RC_ASSERT(std::abs(next - course) <= 3.01e-4 / std::min(attack, release));
}

TEST(FollowAtOffset, OfOneFrameChangesNothing) {
  const LatentPath path{Batch::Ones(1, 2), 25};
  EXPECT_EQ(follow_at_offset(path, Eigen::VectorXf(Eigen::Vector2f(1, 1)), kStatistics, {}).points,
            path.points);
}

TEST(FollowAtOffset, RefusesWhatDoesNotFit) {
  const LatentPath path{Batch::Ones(4, 2), 25};
  EXPECT_THROW(
      (void)follow_at_offset(path, Eigen::VectorXf(Eigen::Vector3f(1, 1, 1)), kStatistics, {}),
      UsageError);
  EXPECT_THROW((void)follow_at_offset(path, parse_direction("0", tilted()), tilted(), {}),
               UsageError);
  EXPECT_THROW(OffsetOptions({.cycles = -1}).validate(), UsageError);
  EXPECT_THROW(OffsetOptions({.amplitude = INFINITY}).validate(), UsageError);
  EXPECT_THROW(OffsetOptions({.attack = 0.7, .release = 0.4}).validate(), UsageError);
  EXPECT_THROW(OffsetOptions({.attack = -0.1}).validate(), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
