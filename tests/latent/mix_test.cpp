#include "poseaae/latent/mix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {
namespace {

/// N(0, 1), in which whitened coordinates are the latents themselves.
LatentGaussian unit_space(int dim) {
  return LatentGaussian({Eigen::VectorXd::Zero(dim), Eigen::MatrixXd::Identity(dim, dim)});
}

/// A space whose mean is not 0 and whose latents are correlated.
LatentGaussian tilted_space() {
  Eigen::Matrix3d root;
  root << 2.0, 0.5, 0.0, 0.5, 1.0, 0.3, 0.0, 0.3, 0.7;
  return LatentGaussian({Eigen::Vector3d(3, -1, 2), root * root});
}

/// In the space of one latent, N(0, 1).
LatentPath mix1(const LatentPath& a, const LatentPath& b, const MixOptions& options) {
  return mix(a, b, unit_space(1), options);
}

LatentPath line(int frames, float first, float step, double fps = 30) {
  LatentPath path{Batch(frames, 1), fps};
  for (int t = 0; t < frames; ++t) path.points(t, 0) = first + step * static_cast<float>(t);
  return path;
}

TEST(Mix, RampsFromTheFirstToTheSecond) {
  const auto a = line(5, 0, 1);
  const auto b = line(5, 100, 0);
  const auto result = mix1(a, b, {});
  ASSERT_EQ(result.frames(), 5);
  EXPECT_EQ(result.points(0, 0), 0.0F);    // a_0
  EXPECT_EQ(result.points(4, 0), 100.0F);  // b_4
  EXPECT_FLOAT_EQ(result.points(1, 0), 0.75F * 1 + 0.25F * 100);
  EXPECT_FLOAT_EQ(result.points(2, 0), 0.5F * 2 + 0.5F * 100);
}

TEST(Mix, RampsBetweenTheBlendsAskedFor) {
  const auto result = mix1(line(3, 0, 0), line(3, 10, 0), {.from = 1.0, .to = 0.5});
  EXPECT_FLOAT_EQ(result.points(0, 0), 10.0F);
  EXPECT_FLOAT_EQ(result.points(1, 0), 7.5F);
  EXPECT_FLOAT_EQ(result.points(2, 0), 5.0F);
}

TEST(Mix, HoldsAFixedFactorAndExtrapolates) {
  const auto a = line(4, 0, 1);
  const auto b = line(4, 8, 0);
  for (const double w : {0.0, 0.25, 1.0, 1.5}) {
    const auto result = mix1(a, b, {.factor = w});
    for (int t = 0; t < 4; ++t) EXPECT_NEAR(result.points(t, 0), (1 - w) * t + w * 8, 1e-5);
  }
}

TEST(Mix, StretchesTheShorterOrCutsTheLonger) {
  const auto shorter = line(3, 0, 2);  // 0 2 4
  const auto longer = line(5, 10, 1);  // 10 ... 14
  const auto stretched = mix1(shorter, longer, {.factor = 0.0});
  ASSERT_EQ(stretched.frames(), 5);
  EXPECT_FLOAT_EQ(stretched.points(1, 0), 1.0F);
  EXPECT_FLOAT_EQ(stretched.points(4, 0), 4.0F);
  const auto cut = mix1(shorter, longer, {.factor = 1.0, .lengths = LengthMatch::kTruncate});
  ASSERT_EQ(cut.frames(), 3);
  EXPECT_FLOAT_EQ(cut.points(2, 0), 12.0F);
}

TEST(Mix, BringsTheSecondToTheFrameRateOfTheFirst) {
  const auto result = mix1(line(5, 0, 0, 30), line(9, 0, 1, 60), {.factor = 1.0});
  ASSERT_EQ(result.frames(), 5);
  EXPECT_EQ(result.fps, 30);
  EXPECT_FLOAT_EQ(result.points(3, 0), 6.0F);
}

TEST(Mix, SlerpKeepsTheDistanceFromTheOrigin) {
  LatentPath a{Batch(3, 2), 30};
  LatentPath b = a;
  a.points.rowwise() = Eigen::RowVector2f(3, 0);
  b.points.rowwise() = Eigen::RowVector2f(0, 3);
  const auto arc = mix(a, b, unit_space(2), {.interpolation = Interpolation::kSlerp});
  EXPECT_NEAR(arc.points.row(1).norm(), 3.0, 1e-5);
  EXPECT_NEAR(mix(a, b, unit_space(2), {}).points.row(1).norm(), 3.0 / std::sqrt(2.0), 1e-5);
}

TEST(Mix, SlerpGoesRoundTheMeanInWhitenedCoordinates) {
  const auto space = tilted_space();
  // Of whitened norms 2 and 4, at a right angle: half way, norm 3 at 45 degrees.
  Batch white(2, 3);
  white << 2, 0, 0, 0, 4, 0;
  const Batch ends = space.unwhiten(white);
  const auto half = mix({ends.topRows(1), 30}, {ends.bottomRows(1), 30}, space,
                        {.factor = 0.5, .interpolation = Interpolation::kSlerp});
  const Batch found = space.whiten(half.points);
  EXPECT_NEAR(found(0, 0), 3.0 * std::sqrt(0.5), 1e-4);
  EXPECT_NEAR(found(0, 1), 3.0 * std::sqrt(0.5), 1e-4);
  EXPECT_NEAR(found(0, 2), 0.0, 1e-4);
}

TEST(Mix, EasesTheRamp) {
  const auto result = mix1(line(5, 0, 0), line(5, 1, 0), {.easing = Easing::kQuintic});
  // 10 t^3 - 15 t^4 + 6 t^5 at a quarter: 0.103515625.
  EXPECT_FLOAT_EQ(result.points(1, 0), 0.103515625F);
  EXPECT_FLOAT_EQ(result.points(3, 0), 1.0F - 0.103515625F);
}

TEST(Mix, MixesEachDimensionByItsShare) {
  const LatentPath a{Batch::Random(6, 3), 30};
  const LatentPath b{Batch::Random(6, 3), 30};
  const auto result =
      mix(a, b, tilted_space(), {.factor = 0.5, .shares = Eigen::Vector3d(0.0, 1.0, 0.5)});
  EXPECT_EQ(result.points.col(0), a.points.col(0));
  EXPECT_TRUE(result.points.col(1).isApprox(0.5F * (a.points.col(1) + b.points.col(1)), 1e-6F));
  EXPECT_TRUE(
      result.points.col(2).isApprox(0.75F * a.points.col(2) + 0.25F * b.points.col(2), 1e-6F));
  // On an arc too, each dimension is read off at its own moment.
  MixOptions arc{.factor = 1.0, .interpolation = Interpolation::kSlerp};
  arc.shares = Eigen::Vector3d(1.0, 0.0, 0.25);
  const auto curved = mix(a, b, tilted_space(), arc);
  const auto quarter =
      mix(a, b, tilted_space(), {.factor = 0.25, .interpolation = Interpolation::kSlerp});
  EXPECT_EQ(curved.points.col(0), b.points.col(0));
  EXPECT_EQ(curved.points.col(1), a.points.col(1));
  EXPECT_EQ(curved.points.col(2), quarter.points.col(2));
}

RC_GTEST_PROP(Mix, OfFactorsZeroAndOneGivesThePathsToTheBit, ()) {
  const int frames_a = *rc::gen::inRange(1, 40);
  const int frames_b = *rc::gen::inRange(1, 40);
  const LatentPath a{Batch::Random(frames_a, 3), 30};
  const LatentPath b{Batch::Random(frames_b, 3), 30};
  MixOptions options;
  options.interpolation = *rc::gen::element(Interpolation::kLerp, Interpolation::kSlerp,
                                            Interpolation::kVariancePreserving);
  options.lengths = LengthMatch::kWarp;
  options.factor = 0.0;
  RC_ASSERT(mix(a, b, tilted_space(), options).points == a.points);
  options.factor = 1.0;
  RC_ASSERT(mix(a, b, tilted_space(), options).points == b.points);
  // Stretched, the longer one is what it was.
  options.lengths = LengthMatch::kStretch;
  const bool second = frames_b >= frames_a;
  options.factor = second ? 1.0 : 0.0;
  RC_ASSERT(mix(a, b, tilted_space(), options).points == (second ? b : a).points);
}

/// A gesture (a bump in the first latent, its derivative in the second) in the middle of stillness.
LatentPath gesture(int frames, double at, double width) {
  LatentPath path{Batch(frames, 2), 30};
  for (int t = 0; t < frames; ++t) {
    const double x = (t - at) / width;
    path.points(t, 0) = static_cast<float>(3.0 * std::exp(-x * x));
    path.points(t, 1) = static_cast<float>(-3.0 * x * std::exp(-x * x));
  }
  return path;
}

TEST(Mix, WarpingBringsAGestureTogetherWhereStretchingDoublesIt) {
  const auto early = gesture(100, 35, 8);
  const auto late = gesture(120, 75, 8);
  const auto stretched = mix(early, late, unit_space(2), {.factor = 0.5});
  const auto warped =
      mix(early, late, unit_space(2), {.factor = 0.5, .lengths = LengthMatch::kWarp});
  // Two bumps of half the height side by side, or one at the mean moment, between both lengths.
  EXPECT_NEAR(stretched.points.col(0).maxCoeff(), 1.5, 0.1);
  ASSERT_EQ(warped.frames(), 110);
  Eigen::Index at = 0;
  EXPECT_NEAR(warped.points.col(0).maxCoeff(&at), 3.0, 0.1);
  EXPECT_NEAR(static_cast<double>(at), 55.0, 2.0);
}

/// The largest second difference.
float bend(const Batch& x) {
  const auto n = x.rows();
  return (x.bottomRows(n - 2) - 2.0F * x.middleRows(1, n - 2) + x.topRows(n - 2))
      .rowwise()
      .norm()
      .maxCoeff();
}

TEST(Mix, AWarpedClipStaysSmooth) {
  // One journey at an even and at a swinging tempo.
  LatentPath even{Batch(200, 2), 30};
  LatentPath uneven{Batch(160, 2), 30};
  const auto put = [](LatentPath& path, int t, double moment) {
    path.points(t, 0) = static_cast<float>(4.0 * std::sin(0.05 * moment));
    path.points(t, 1) = static_cast<float>(4.0 * std::cos(0.083 * moment));
  };
  for (int t = 0; t < 200; ++t) put(even, t, t);
  for (int t = 0; t < 160; ++t) {
    put(uneven, t, 199.0 / 159.0 * t - 12.0 * std::sin(2.0 * M_PI * t / 159.0));
  }
  // The first latent stays the even clip's but takes part in the change of tempo.
  MixOptions options{.factor = 0.5, .lengths = LengthMatch::kWarp};
  options.shares = Eigen::Vector2d(0, 1);
  const auto smooth = mix(even, uneven, unit_space(2), options);
  EXPECT_EQ(smooth.frames(), 180);
  const float between = 0.5F * (bend(even.points) + bend(uneven.points));
  EXPECT_LT(bend(smooth.points), between);
  options.warp.smoothing = 0.0;  // the stairs are felt
  EXPECT_GT(bend(mix(even, uneven, unit_space(2), options).points), between);
}

/// Its tempo is the first clip's while the first gesture comes (at frame 35 of 100) and the
/// second's after the second gesture (45 frames before the end): shorter than either.
TEST(Mix, AWarpedRampStartsAndEndsAsTheClipsDo) {
  const auto early = gesture(100, 35, 8);
  const auto late = gesture(120, 75, 8);
  const auto result = mix(early, late, unit_space(2), {.lengths = LengthMatch::kWarp});
  EXPECT_GT(result.frames(), 35 + 45);
  EXPECT_LT(result.frames(), 100);
  EXPECT_EQ(result.points.row(0), early.points.row(0));
  EXPECT_EQ(result.points.bottomRows(1), late.points.bottomRows(1));
}

/// min(1, 8 |w (1 - w)|): poses of one clip go its way, and feet take those in between.
TEST(Mix, FeetDecideTheWayBetweenClips) {
  const auto a = line(5, 0, 1);
  const auto b = line(5, 8, 0);
  const auto at = [&](const MixOptions& options, int t) {
    return mix1(a, b, options).by_feet.value()(t, 0);
  };
  EXPECT_EQ(at({.factor = 0.0}, 2), 0.0F);
  EXPECT_EQ(at({.factor = 1.0}, 2), 0.0F);
  EXPECT_EQ(at({.factor = 0.5}, 2), 1.0F);
  EXPECT_EQ(at({.factor = 1.5}, 2), 1.0F);
  EXPECT_FLOAT_EQ(at({.factor = 0.05}, 2), 0.38F);
  EXPECT_EQ(at({}, 0), 0.0F);
  EXPECT_EQ(at({}, 2), 1.0F);
  EXPECT_FLOAT_EQ(at({.factor = 1.0, .shares = Eigen::VectorXd::Constant(1, 0.05)}, 2), 0.38F);
}

TEST(ParseShares, TakesANumberForEachDimension) {
  EXPECT_EQ(parse_shares("0, 0.5,-1", 3), Eigen::Vector3d(0, 0.5, -1));
  for (const char* text : {"", "1,2", "1,2,3,4", "1,x,2", "1,nan,2"}) {
    EXPECT_THAT([&] { (void)parse_shares(text, 3); },
                testing::ThrowsMessage<UsageError>(testing::HasSubstr("expected 3 numbers")))
        << text;
  }
}

TEST(ParseDimensions, TakesNumbersAndRanges) {
  EXPECT_EQ(parse_dimensions("1", 4), Eigen::Vector4d(0, 1, 0, 0));
  EXPECT_EQ(parse_dimensions("0-1, 3", 4), Eigen::Vector4d(1, 1, 0, 1));
  for (const char* text : {"", "4", "-1", "2-1", "1-4", "1,,2", "a", "1-2-3"}) {
    EXPECT_THAT([&] { (void)parse_dimensions(text, 4); },
                testing::ThrowsMessage<UsageError>(testing::HasSubstr("from 0 to 3")))
        << text;
  }
}

TEST(Mix, RefusesPathsOfDifferentSpaces) {
  EXPECT_THROW((void)mix1(line(3, 0, 0), {Batch::Zero(3, 2), 30}, {}), UsageError);
  EXPECT_THROW((void)mix1(line(3, 0, 0), {Batch(0, 1), 30}, {}), UsageError);
  EXPECT_THROW((void)mix(line(3, 0, 0), line(3, 0, 0), unit_space(2), {}), UsageError);
  EXPECT_THROW((void)mix1(line(3, 0, 0), line(3, 0, 0), {.factor = std::nan("")}), UsageError);
  EXPECT_THROW((void)mix1(line(3, 0, 0), line(3, 0, 0), {.shares = Eigen::Vector2d(1, 1)}),
               UsageError);
}

}  // namespace
}  // namespace poseaae::latent
