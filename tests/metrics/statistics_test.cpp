#include "poseaae/metrics/statistics.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::metrics {
namespace {

TEST(PercentileTest, IsNumpys) {
  const std::vector<double> values{3, 1, 4, 1, 5, 9, 2, 6};
  EXPECT_DOUBLE_EQ(percentile(values, 0), 1.0);
  EXPECT_DOUBLE_EQ(percentile(values, 25), 1.75);
  EXPECT_DOUBLE_EQ(percentile(values, 50), 3.5);
  EXPECT_DOUBLE_EQ(percentile(values, 97.5), 8.475);
  EXPECT_THROW((void)percentile({}, 50), UsageError);
}

TEST(WassersteinTest, IsTheShiftAndTheMeanDistanceOfQuantiles) {
  const std::vector<double> values{3, 1, 4, 1, 5};
  EXPECT_EQ(wasserstein_1(values, {5, 4, 3, 1, 1}), 0.0);
  EXPECT_NEAR(wasserstein_1(values, {3.5, 1.5, 4.5, 1.5, 5.5}), 0.5, 1e-12);
  EXPECT_NEAR(wasserstein_1({0, 0, 0, 1}, {0}), 0.25, 1e-12);  // a quarter of the mass goes by 1
  EXPECT_NEAR(wasserstein_1({0, 2}, {1, 1}), 1.0, 1e-12);
  EXPECT_THROW((void)wasserstein_1({}, values), UsageError);
}

TEST(BootstrapTest, OfManyClipsIsTheIntervalOfTheCentralLimit) {
  // 400 clips of 3 equal values: the mean of clips has deviation 1 / 20, the interval 1.96 of it.
  constexpr int kClips = 400;
  Eigen::VectorXd values(3 * kClips);
  std::vector<int> clips(3 * kClips);
  Random random(4);
  for (int c = 0; c < kClips; ++c) {
    const double value = random.normal();
    for (int i = 0; i < 3; ++i) {
      values[3 * c + i] = value;
      clips[3 * c + i] = 1000 - c;
    }
  }
  const double deviation = std::sqrt((values.array() - values.mean()).square().mean()) / 20.0;
  const Interval found = clip_bootstrap(values, clips, 4000);
  EXPECT_DOUBLE_EQ(found.mean, values.mean());
  EXPECT_NEAR(found.low, values.mean() - 1.96 * deviation, 0.15 * deviation);
  EXPECT_NEAR(found.high, values.mean() + 1.96 * deviation, 0.15 * deviation);
}

TEST(BootstrapTest, TwoClipsGiveOneTheOtherOrBoth) {
  // Means 0 (one pose) and 1 (three poses): resamples give 0, 3/4 or 1, the ends each in a quarter.
  const Eigen::Vector4d values(0, 1, 1, 1);
  const Interval found = clip_bootstrap(values, {7, 2, 2, 2});
  EXPECT_DOUBLE_EQ(found.mean, 0.75);
  EXPECT_DOUBLE_EQ(found.low, 0.0);
  EXPECT_DOUBLE_EQ(found.high, 1.0);
}

TEST(BootstrapTest, OneClipHasNoIntervalAndTheSeedDecides) {
  const Eigen::Vector3d values(1, 2, 6);
  const Interval one = clip_bootstrap(values, {5, 5, 5});
  EXPECT_EQ(one.low, 3.0);
  EXPECT_EQ(one.high, 3.0);
  const Interval a = clip_bootstrap(values, {1, 2, 3}, 50, 8);
  const Interval b = clip_bootstrap(values, {1, 2, 3}, 50, 8);
  EXPECT_EQ(a.low, b.low);
  EXPECT_EQ(a.high, b.high);
  EXPECT_THROW((void)clip_bootstrap(values, {1, 2}), UsageError);
  EXPECT_THROW((void)clip_bootstrap(Eigen::VectorXd(0), {}), UsageError);
}

TEST(BootstrapTest, RatiosOfWhatIsProportionalDoNotStray) {
  const Eigen::Vector4d below(1, 2, 3, 4);
  const Interval found = clip_bootstrap_ratio(2.5 * below, below, {1, 2, 3, 4});
  EXPECT_DOUBLE_EQ(found.mean, 2.5);
  EXPECT_NEAR(found.low, 2.5, 1e-12);
  EXPECT_NEAR(found.high, 2.5, 1e-12);
}

TEST(SpreadTest, IsByHandAndLeavesOutWhatIsNotKnown) {
  const Spread found = spread({1.0, 3.0, std::numeric_limits<double>::quiet_NaN(), 8.0});
  EXPECT_EQ(found.runs, 3);
  EXPECT_DOUBLE_EQ(found.mean, 4.0);
  EXPECT_DOUBLE_EQ(found.deviation, std::sqrt(13.0));
  EXPECT_EQ(found.low, 1.0);
  EXPECT_EQ(found.high, 8.0);
  EXPECT_EQ(spread({2.0}).deviation, 0.0);
  EXPECT_THROW((void)spread({std::numeric_limits<double>::quiet_NaN()}), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
