#include "poseaae/latent/arithmetic.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::latent {
namespace {

constexpr int kDim = 3;

LatentPath wandering(int frames, std::uint64_t seed) {
  LatentPath path{Batch(frames, kDim), 30.0};
  Random random(seed);
  random.fill_normal({path.points.data(), static_cast<std::size_t>(path.points.size())});
  return path;
}

Eigen::VectorXf vector_of(std::uint64_t seed) { return wandering(1, seed).points.row(0); }

/// A space that is stretched and off the origin.
LatentGaussian space() {
  const Eigen::Matrix3d covariance = Eigen::Vector3d(4.0, 1.0, 0.25).asDiagonal();
  return LatentGaussian(LatentStatistics{Eigen::Vector3d(1, -2, 0.5), covariance, {}});
}

TEST(StrengthTest, IsOneNumberOrTwo) {
  EXPECT_EQ(Strength::parse("1.5").first, 1.5);
  EXPECT_EQ(Strength::parse("1.5").last, 1.5);
  EXPECT_EQ(Strength::parse("-1:2").first, -1.0);
  EXPECT_EQ(Strength::parse("-1:2").last, 2.0);
  EXPECT_DOUBLE_EQ(Strength::parse("0:2").at(3, 5), 1.5);
  EXPECT_EQ(Strength::parse("0:2").at(0, 1), 0.0);
  for (const char* wrong : {"", "a", "1:", ":1", "1:2:3", "nan", "inf", "1,5"}) {
    EXPECT_THROW((void)Strength::parse(wrong), UsageError) << wrong;
  }
}

RC_GTEST_PROP(ComposeTest, StrengthZeroIsThePathItself, ()) {
  const auto path = wandering(*rc::gen::inRange(1, 9), 1);
  const auto result = compose(path, {{vector_of(2), {0, 0}}, {vector_of(3), {0, 0}}});
  RC_ASSERT(result.points == path.points);
  RC_ASSERT(result.fps == path.fps);
}

RC_GTEST_PROP(ComposeTest, AddsUpInAnyOrder, ()) {
  const auto path = wandering(7, *rc::gen::inRange(1, 100));
  const Dose a{vector_of(2), {0.5, 1.5}};
  const Dose b{vector_of(3), {-1.0, -1.0}};
  const auto both = compose(path, {a, b});
  RC_ASSERT(both.points.isApprox(compose(compose(path, {b}), {a}).points, 1e-5F));
  // and twice half is once whole
  const Dose half{a.vector, {0.25, 0.75}};
  RC_ASSERT(compose(path, {half, half}).points.isApprox(compose(path, {a}).points, 1e-5F));
}

TEST(ComposeTest, IsThePathAndTheVectorByHand) {
  const LatentPath path{(Batch(2, 2) << 1, 2, 3, 4).finished(), 25.0};
  const auto result = compose(path, {{Eigen::Vector2f(10, -1), {0.5, 2.0}}});
  EXPECT_EQ(result.points, (Batch(2, 2) << 6, 1.5, 23, 2).finished());
  EXPECT_EQ(result.fps, 25.0);
  EXPECT_THROW((void)compose(path, {{Eigen::Vector3f(1, 0, 0), {}}}), UsageError);
}

TEST(GradientTest, BeginsWithOneAndEndsWithTheOther) {
  const auto path = wandering(9, 4);
  const auto a = vector_of(5);
  const auto b = vector_of(6);
  const auto result = gradient(path, a, b, space(), {2.0, 0.5});
  EXPECT_EQ(result.points.row(0), path.points.row(0) + 2.0F * a.transpose());
  EXPECT_EQ(result.points.row(8), path.points.row(8) + 0.5F * b.transpose());
}

TEST(GradientTest, TurnsOnAnArcInWhitenedCoordinates) {
  // Whitened, a is (1, 0, 0) and b (0, 1, 0) by the deviations 2 and 1: half way the arc is at 45
  // degrees, as long as its ends; the straight line would be 0.71 of that.
  const LatentPath path{Batch::Zero(3, 3), 30.0};
  const auto half = gradient(path, Eigen::Vector3f(2, 0, 0), Eigen::Vector3f(0, 1, 0), space());
  const auto root = static_cast<float>(std::sqrt(0.5));
  EXPECT_TRUE(half.points.row(1).isApprox(Eigen::RowVector3f(2 * root, root, 0), 1e-5F));
}

TEST(GradientTest, FromNeutralIsAStraightGrowth) {
  const LatentPath path{Batch::Zero(5, 3), 30.0};
  const Eigen::Vector3f b(1, 2, 3);
  const auto grown = gradient(path, Eigen::Vector3f::Zero(), b, space());
  for (int t = 0; t < 5; ++t) {
    EXPECT_TRUE(
        grown.points.row(t).isApprox(0.25F * static_cast<float>(t) * b.transpose(), 1e-5F) ||
        t == 0);
  }
  EXPECT_EQ(grown.points.row(0).norm(), 0.0F);
}

TEST(BlendTest, IsOneOfThemAtAWeightOfOneAndAsStrongInBetween) {
  const Eigen::VectorXf a = Eigen::Vector3f(2, 0, 0);
  const Eigen::VectorXf b = Eigen::Vector3f(0, 1, 0);
  EXPECT_TRUE(blend({a, b}, {1, 0}, space()).isApprox(a, 1e-5F));
  EXPECT_TRUE(blend({a, b}, {0, 1}, space()).isApprox(b, 1e-5F));
  const auto root = static_cast<float>(std::sqrt(0.5));
  EXPECT_TRUE(
      blend({a, b}, {0.5, 0.5}, space()).isApprox(Eigen::Vector3f(2 * root, root, 0), 1e-5F));
  EXPECT_TRUE(blend({a, a, a}, {0.2, 0.3, 0.5}, space()).isApprox(a, 1e-5F));
  EXPECT_THROW((void)blend({a, b}, {0.5, 0.6}, space()), UsageError);
  EXPECT_THROW((void)blend({a, b}, {1.0}, space()), UsageError);
  EXPECT_THROW((void)blend({}, {}, space()), UsageError);
}

TEST(TransferTest, OfAClipWithItselfChangesNothing) {
  const auto content = wandering(20, 7);
  const auto same = wandering(33, 8);
  for (const bool align : {true, false}) {
    const auto result = transfer(content, same, same, space(), {.align = align});
    EXPECT_TRUE(result.points.isApprox(content.points, 1e-3F)) << align;
  }
}

TEST(TransferTest, AddsWhatTwoClipsDifferBy) {
  const auto content = wandering(20, 7);
  const auto neutral = wandering(31, 8);
  LatentPath style = neutral;
  style.points.rowwise() += Eigen::RowVector3f(1, -2, 0.5);
  const auto result = transfer(content, style, neutral, space(), {.strength = {0.0, 2.0}});
  for (int t = 0; t < 20; ++t) {
    const float strength = 2.0F * static_cast<float>(t) / 19.0F;
    EXPECT_TRUE(result.points.row(t).isApprox(
        content.points.row(t) + strength * Eigen::RowVector3f(1, -2, 0.5), 1e-3F));
  }
  EXPECT_EQ(result.by_feet.value()(0, 0), 0.0F);  // the clip's own pose goes its way
  EXPECT_EQ(result.by_feet.value()(19, 0), 1.0F);
}

/// One swing, `late` of its length late: a lobe of width 0.3.
LatentPath swing(int frames, double late, float offset) {
  LatentPath path{Batch::Zero(frames, kDim), 30.0};
  for (int t = 0; t < frames; ++t) {
    const double x = (static_cast<double>(t) / (frames - 1) - 0.4 - late) / 0.1;
    path.points(t, 0) = static_cast<float>(6.0 * std::exp(-0.5 * x * x));
    path.points(t, 1) = offset;
  }
  return path;
}

TEST(TransferTest, AlignsMomentsThatBelongTogether) {
  // The style is the neutral swing, later, and an offset: aligned, the difference is the offset all
  // along; without, the swing is taken for style where the clips are out of step.
  const auto content = swing(60, 0.05, 0.0F);
  const auto neutral = swing(80, 0.0, 0.0F);
  const auto style = swing(70, 0.15, 1.0F);
  const auto worst = [&](bool align) {
    const auto result =
        transfer(content, style, neutral, space(), {.align = align, .smoothing_s = 0});
    Batch off = result.points - content.points;
    off.col(1).array() -= 1.0F;
    return off.cwiseAbs().maxCoeff();
  };
  EXPECT_LT(worst(true), 1.0F);
  EXPECT_GT(worst(false), 3.0F);
}

TEST(TransferTest, RefusesOtherSpacesAndEmptyPaths) {
  const auto path = wandering(5, 1);
  EXPECT_THROW((void)transfer(path, {Batch(0, kDim), 30}, path, space()), UsageError);
  EXPECT_THROW((void)transfer(path, path, {Batch::Zero(4, 2), 30}, space()), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
