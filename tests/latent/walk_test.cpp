#include "poseaae/latent/walk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/core/error.hpp"

namespace poseaae::latent {
namespace {

LatentStatistics statistics() {
  Eigen::MatrixXd covariance(3, 3);
  covariance << 1.0, 0.6, 0.0, 0.6, 2.0, -0.3, 0.0, -0.3, 0.25;
  return {Eigen::Vector3d(1.0, -2.0, 0.5), covariance};
}

WalkOptions every_frame(const std::string& step, double size, int count) {
  WalkOptions options;
  options.step = step;
  options.step_size = size;
  options.count = count;
  options.frames_per_step = 1;
  return options;
}

class StationaryWalk : public testing::TestWithParam<const char*> {};

// The stationary law is the model's own: after any number of steps, mean and covariance are its.
TEST_P(StationaryWalk, HasTheModelsMeanAndCovariance) {
  constexpr int kCount = 60000;
  const auto path = walk(statistics(), {}, every_frame(GetParam(), 1.0, kCount), 30);
  const auto found = LatentStatistics::of(path.points);
  // r = 1/2: neighbours are correlated, which leaves (1 - r) / (1 + r) = a third of the points
  // independent for means, so a standard error of sqrt(3 C / N), about 1 % here; four of them.
  const auto expected = statistics();
  EXPECT_LT((found.mean - expected.mean).cwiseAbs().maxCoeff(), 0.04);
  EXPECT_LT((found.covariance - expected.covariance).cwiseAbs().maxCoeff(), 0.08);
}

TEST_P(StationaryWalk, TakesStepsOfTheSizeAskedFor) {
  constexpr double kSize = 0.3;
  constexpr int kCount = 40000;
  const auto path = walk(statistics(), {}, every_frame(GetParam(), kSize, kCount), 30);
  const Batch steps = path.points.bottomRows(kCount - 1) - path.points.topRows(kCount - 1);
  const Eigen::VectorXd deviation = statistics().standard_deviation();
  for (int d = 0; d < 3; ++d) {
    const double rms = std::sqrt(steps.col(d).cast<double>().squaredNorm() / (kCount - 1));
    EXPECT_NEAR(rms / deviation[d], kSize, 0.01 * kSize + 0.003);
  }
}

TEST_P(StationaryWalk, ForgetsAStartFarAway) {
  const Eigen::VectorXf far = Eigen::Vector3f::Constant(100.0F);
  const auto path = walk(statistics(), far, every_frame(GetParam(), 1.0, 60), 30);
  EXPECT_EQ(path.points(0, 0), 100.0F);
  // The distance halves with each step (r = 1/2).
  EXPECT_LT(path.points.row(59).cwiseAbs().maxCoeff(), 12.0F);
}

INSTANTIATE_TEST_SUITE_P(Kinds, StationaryWalk, testing::Values("gaussian", "uniform"));

TEST(UniformWalk, NeverTakesALargeStep) {
  const auto options = every_frame("uniform", std::numbers::sqrt2, 5000);
  const LatentStatistics unit{Eigen::VectorXd::Zero(2), Eigen::MatrixXd::Identity(2, 2)};
  const auto path = walk(unit, Eigen::VectorXf::Zero(2), options, 30);
  EXPECT_LE(path.points.cwiseAbs().maxCoeff(), std::numbers::sqrt3 + 1e-6);
  EXPECT_GT(path.points.cwiseAbs().maxCoeff(), 1.7);
}

// np.random.seed(7); z = float32 [0.5, -1, 2]; four times
// z = z + np.random.random(3).astype(np.float32) * 2.0
TEST(TutorialWalk, IsNumPysToTheBit) {
  auto options = every_frame("tutorial", 2.0, 5);
  options.seed = 7;
  const Eigen::VectorXf start = Eigen::Vector3f(0.5F, -1.0F, 2.0F);
  const auto path = walk(statistics(), start, options, 50);
  Batch expected(5, 3);
  expected << 0.5F, -1.0F, 2.0F,                       //
      0x1.4e23c2p-1F, 0x1.1ea308p-1F, 0x1.703b96p+1F,  //
      0x1.0cbdf4p+1F, 0x1.420648p+1F, 0x1.fa1674p+1F,  //
      0x1.8d0762p+1F, 0x1.54783ap+1F, 0x1.1f677p+2F,   //
      0x1.067fd8p+2F, 0x1.012d2p+2F, 0x1.86485cp+2F;
  EXPECT_EQ(path.points, expected);
  EXPECT_EQ(path.fps, 50);
}

TEST(TutorialWalk, LeavesTheDataForGood) {
  const auto path = walk(statistics(), {}, every_frame("tutorial", 2.0, 101), 30);
  const Eigen::RowVectorXf travelled = path.points.row(100) - path.points.row(0);
  // A hundred steps of mean 1 and standard deviation 1/sqrt 3: 100 +- 5.8.
  EXPECT_GT(travelled.minCoeff(), 75.0F);
  EXPECT_LT(travelled.maxCoeff(), 125.0F);
}

TEST(TutorialWalk, RefusesASeedThatNumPyRefuses) {
  auto options = every_frame("tutorial", 2.0, 2);
  options.seed = std::uint64_t{1} << 32;
  EXPECT_THROW((void)walk(statistics(), {}, options, 30), UsageError);
}

TEST(Walk, IsRepeatableAndDependsOnTheSeed) {
  WalkOptions options;
  options.count = 50;
  const auto path = walk(statistics(), {}, options, 30);
  EXPECT_EQ(path.points, walk(statistics(), {}, options, 30).points);
  options.seed = 2;
  EXPECT_NE(path.points.row(0), walk(statistics(), {}, options, 30).points.row(0));
}

TEST(Walk, StepsLieUnderTheCurveThroughThem) {
  WalkOptions sparse = every_frame("gaussian", 0.5, 4);
  const auto keys = walk(statistics(), {}, sparse, 30);
  sparse.frames_per_step = 5;
  sparse.count = 14;
  const auto curve = walk(statistics(), {}, sparse, 30);
  ASSERT_EQ(curve.frames(), 14);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(curve.points.row(5 * i), keys.points.row(i));
}

TEST(Walk, SaysWhatIsWrong) {
  using testing::HasSubstr;
  using testing::ThrowsMessage;
  auto options = every_frame("gausian", 0.5, 10);
  EXPECT_THAT([&] { options.validate(); },
              ThrowsMessage<UsageError>(HasSubstr("did you mean gaussian?")));
  EXPECT_THROW((void)walk(statistics(), {}, every_frame("gaussian", 1.5, 10), 30), UsageError);
  EXPECT_THROW((void)walk(statistics(), {}, every_frame("gaussian", 0.0, 10), 30), UsageError);
  EXPECT_THROW((void)walk(statistics(), {}, every_frame("gaussian", std::nan(""), 10), 30),
               UsageError);
  EXPECT_THROW((void)walk(statistics(), {}, every_frame("gaussian", 0.5, 0), 30), UsageError);
  EXPECT_THROW(
      (void)walk(statistics(), Eigen::VectorXf::Zero(2), every_frame("gaussian", 0.5, 10), 30),
      UsageError);
  options = every_frame("gaussian", 0.5, 10);
  options.frames_per_step = 0;
  EXPECT_THROW(options.validate(), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
