#include "poseaae/latent/mix.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {
namespace {

LatentPath line(int frames, float first, float step, double fps = 30) {
  LatentPath path{Batch(frames, 1), fps};
  for (int t = 0; t < frames; ++t) path.points(t, 0) = first + step * static_cast<float>(t);
  return path;
}

TEST(Mix, RampsFromTheFirstToTheSecond) {
  const auto a = line(5, 0, 1);
  const auto b = line(5, 100, 0);
  const auto result = mix(a, b, {});
  ASSERT_EQ(result.frames(), 5);
  EXPECT_EQ(result.points(0, 0), 0.0F);    // a_0
  EXPECT_EQ(result.points(4, 0), 100.0F);  // b_4
  EXPECT_FLOAT_EQ(result.points(1, 0), 0.75F * 1 + 0.25F * 100);
  EXPECT_FLOAT_EQ(result.points(2, 0), 0.5F * 2 + 0.5F * 100);
}

TEST(Mix, RampsBetweenTheBlendsAskedFor) {
  const auto result = mix(line(3, 0, 0), line(3, 10, 0), {.from = 1.0, .to = 0.5});
  EXPECT_FLOAT_EQ(result.points(0, 0), 10.0F);
  EXPECT_FLOAT_EQ(result.points(1, 0), 7.5F);
  EXPECT_FLOAT_EQ(result.points(2, 0), 5.0F);
}

TEST(Mix, HoldsAFixedFactorAndExtrapolates) {
  const auto a = line(4, 0, 1);
  const auto b = line(4, 8, 0);
  for (const double w : {0.0, 0.25, 1.0, 1.5}) {
    const auto result = mix(a, b, {.factor = w});
    for (int t = 0; t < 4; ++t) EXPECT_NEAR(result.points(t, 0), (1 - w) * t + w * 8, 1e-5);
  }
}

TEST(Mix, StretchesTheShorterOrCutsTheLonger) {
  const auto shorter = line(3, 0, 2);  // 0 2 4
  const auto longer = line(5, 10, 1);  // 10 ... 14
  const auto stretched = mix(shorter, longer, {.factor = 0.0});
  ASSERT_EQ(stretched.frames(), 5);
  EXPECT_FLOAT_EQ(stretched.points(1, 0), 1.0F);
  EXPECT_FLOAT_EQ(stretched.points(4, 0), 4.0F);
  const auto cut = mix(shorter, longer, {.factor = 1.0, .lengths = LengthMatch::kTruncate});
  ASSERT_EQ(cut.frames(), 3);
  EXPECT_FLOAT_EQ(cut.points(2, 0), 12.0F);
}

TEST(Mix, BringsTheSecondToTheFrameRateOfTheFirst) {
  const auto result = mix(line(5, 0, 0, 30), line(9, 0, 1, 60), {.factor = 1.0});
  ASSERT_EQ(result.frames(), 5);
  EXPECT_EQ(result.fps, 30);
  EXPECT_FLOAT_EQ(result.points(3, 0), 6.0F);
}

TEST(Mix, SlerpKeepsTheDistanceFromTheOrigin) {
  LatentPath a{Batch(3, 2), 30};
  LatentPath b = a;
  a.points.rowwise() = Eigen::RowVector2f(3, 0);
  b.points.rowwise() = Eigen::RowVector2f(0, 3);
  const auto arc = mix(a, b, {.interpolation = Interpolation::kSlerp});
  EXPECT_NEAR(arc.points.row(1).norm(), 3.0, 1e-5);
  EXPECT_NEAR(mix(a, b, {}).points.row(1).norm(), 3.0 / std::sqrt(2.0), 1e-5);
}

TEST(Mix, RefusesPathsOfDifferentSpaces) {
  EXPECT_THROW((void)mix(line(3, 0, 0), {Batch::Zero(3, 2), 30}, {}), UsageError);
  EXPECT_THROW((void)mix(line(3, 0, 0), {Batch(0, 1), 30}, {}), UsageError);
  EXPECT_THROW((void)mix(line(3, 0, 0), line(3, 0, 0), {.factor = std::nan("")}), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
