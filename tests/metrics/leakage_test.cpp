#include "poseaae/metrics/leakage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

/// One joint that goes 1 cm a frame along x, from `start` m.
Batch line(int frames, float start) {
  Batch points = Batch::Zero(frames, 3);
  for (int t = 0; t < frames; ++t) points(t, 0) = start + 0.01F * static_cast<float>(t);
  return points;
}

TEST(LeakageTest, EveryOtherFrameOfAClipLeaks) {
  const Batch all = line(100, 0);
  std::vector<int> even;
  std::vector<int> odd;
  for (int t = 0; t < 100; ++t) (t % 2 == 0 ? even : odd).push_back(t);
  const Leakage found =
      leakage(all(even, Eigen::all), all(odd, Eigen::all), all, {{0, 50}, {50, 50}});
  EXPECT_NEAR(found.frame_step_m, 0.01, 1e-6);
  EXPECT_NEAR(found.ratio(), 1.0, 1e-3);
  EXPECT_TRUE(found.leaks());
  EXPECT_THAT(found.warning(), testing::HasSubstr("10.0 mm"));
}

TEST(LeakageTest, AClipOfItsOwnDoesNot) {
  Batch all(200, 3);
  all << line(100, 0), line(100, 5);
  const Leakage found = leakage(all.topRows(100), all.bottomRows(100), all, {{0, 100}, {100, 100}});
  EXPECT_NEAR(found.median_m, 5.0 - 0.99 + 0.495, 1e-4);
  EXPECT_FALSE(found.leaks());
  EXPECT_EQ(found.warning(), "");
}

TEST(LeakageTest, RefusesWhatItCannotCompare) {
  const Batch all = line(10, 0);
  EXPECT_THROW((void)leakage(all, all, all, {{0, 1}, {4, 1}}), UsageError);
  EXPECT_THROW((void)leakage(all, all, all, {{5, 6}}), UsageError);
  EXPECT_THROW((void)leakage(all, Batch(0, 3), all, {{0, 10}}), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
