#include "poseaae/metrics/motion_windows.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

/// One point that moves along x by `step` a frame.
Batch going(int frames, float step) {
  Batch points = Batch::Zero(frames, 3);
  for (int t = 0; t < frames; ++t) points(t, 0) = step * static_cast<float>(t);
  return points;
}

TEST(MotionWindowsTest, AreFiveFramesOfEachSecondStart) {
  const Motions motions{{going(12, 1.0F), going(3, 1.0F)}, 30.0};
  const Batch windows = motions.windows(9);
  ASSERT_EQ(windows.rows(), 2);  // starts 0 and 2; the other clip is too short
  ASSERT_EQ(windows.cols(), 15);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(windows(0, 3 * i), 2.0F * i);
    EXPECT_EQ(windows(1, 3 * i), 2.0F * i + 2.0F);
  }
  EXPECT_THROW((void)motions.windows(12), UsageError);
}

TEST(MotionWindowsTest, SpeedIsThatOfEachClip) {
  const Motions motions{{going(3, 0.1F), going(2, 0.3F)}, 10.0};
  const auto speeds = motions.speeds();
  ASSERT_EQ(speeds.size(), 3U);
  EXPECT_NEAR(speeds[0], 1.0, 1e-6);
  EXPECT_NEAR(speeds[2], 3.0, 1e-6);
}

/// Clips of the walker's size that differ by more than their frames do.
Motions recorded(int clips, double phase) {
  Motions motions{{}, 30.0};
  for (int c = 0; c < clips; ++c) {
    motions.points.push_back(test::waves(60, 6, phase + 17.0 * c));
  }
  return motions;
}

TEST(MotionYardstickTest, TheSameMotionIsAtNoDistanceAndPrecise) {
  const Motions train = recorded(4, 0.0);
  const MotionYardstick yardstick(train, recorded(3, 5.0), 16);
  const MotionQuality same = yardstick.measure(train);
  EXPECT_NEAR(same.train_m2, 0.0, 1e-6);
  EXPECT_GT(same.held_out_m2, 0.0);
  EXPECT_EQ(same.quality.precision, 1.0);
  EXPECT_EQ(same.quality.recall, 1.0);
  EXPECT_EQ(same.speeds_m_s, 0.0);
}

TEST(MotionYardstickTest, MotionElsewhereIsImpreciseAndAsFarAsItWasMoved) {
  const Motions train = recorded(4, 0.0);
  Motions moved = train;
  for (Batch& clip : moved.points) clip.col(1).array() += 10.0F;
  const MotionYardstick yardstick(train, train, 16);
  const MotionQuality found = yardstick.measure(moved);
  EXPECT_NEAR(found.train_m2, 5 * 100.0, 1e-2);  // 10 m at each of five frames
  EXPECT_EQ(found.quality.precision, 0.0);
  EXPECT_EQ(found.quality.recall, 0.0);
  EXPECT_NEAR(found.speeds_m_s, 0.0, 1e-4);
  EXPECT_NEAR(yardstick.diversity(moved), yardstick.diversity(train), 1e-4);
}

TEST(MotionYardstickTest, FasterMotionHasAnotherSpeedAndJerk) {
  const Motions train = recorded(4, 0.0);
  Motions fast = train;
  fast.fps = 60.0;
  const MotionYardstick yardstick(train, train, 16);
  const MotionQuality slow = yardstick.measure(train);
  const MotionQuality found = yardstick.measure(fast);
  EXPECT_NEAR(found.speed_m_s, 2.0 * slow.speed_m_s, 1e-9);
  EXPECT_NEAR(found.jerk_m_s3, 8.0 * slow.jerk_m_s3, 1e-6 * found.jerk_m_s3);
  EXPECT_NEAR(found.speeds_m_s, slow.speed_m_s, 0.02 * slow.speed_m_s);  // every quantile doubles
}

}  // namespace
}  // namespace poseaae::metrics
