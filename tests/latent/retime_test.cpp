#include "poseaae/latent/retime.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {
namespace {

Batch column(std::initializer_list<float> values) {
  Batch points(static_cast<Eigen::Index>(values.size()), 1);
  Eigen::Index t = 0;
  for (const float value : values) points(t++, 0) = value;
  return points;
}

/// Numbers of SciPy 1.10, CubicSpline(range(7), y, bc_type="not-a-knot").
TEST(TimeSpline, IsTheNotAKnotSplineOfSciPy) {
  const TimeSpline spline(column({0, 1, -2, 3, 5, 4, -1}));
  const double moments[] = {0.3, 1.5, 2.25, 4.75, 5.9};
  const double values[] = {1.8483749999999997, -1.185267857142857, -1.2614397321428572,
                           4.528738839285715, -0.2497678571428597};
  const double velocities[] = {3.285535714285714, -3.790178571428572, 4.349330357142857,
                               -1.6662946428571432, -7.18732142857143};
  for (int k = 0; k < 5; ++k) {
    EXPECT_NEAR(spline.at(moments[k])[0], values[k], 1e-12);
    EXPECT_NEAR(spline.velocity(moments[k])[0], velocities[k], 1e-12);
  }
}

RC_GTEST_PROP(TimeSpline, ReproducesCubicsAndPolynomialsOfFewerPoints, ()) {
  const int frames = *rc::gen::inRange(1, 12);
  const int degree = std::min(frames - 1, 3);
  std::vector<double> c(4, 0.0);
  for (int k = 0; k <= degree; ++k) c[k] = *rc::gen::inRange(-8, 9) / 64.0;  // exact as floats
  const auto cubic = [&](double t) { return c[0] + t * (c[1] + t * (c[2] + t * c[3])); };
  Batch points(frames, 1);
  for (int t = 0; t < frames; ++t) points(t, 0) = static_cast<float>(cubic(t));
  const TimeSpline spline(points);
  const double moment = *rc::gen::inRange(0, 1001) / 1000.0 * (frames - 1);
  RC_ASSERT(std::abs(spline.at(moment)[0] - cubic(moment)) < 1e-9);
}

RC_GTEST_PROP(TimeSpline, HasContinuousValueVelocityAndAcceleration, ()) {
  const int frames = *rc::gen::inRange(4, 20);
  const TimeSpline spline(Batch::Random(frames, 2));
  const int knot = *rc::gen::inRange(1, frames - 1);
  constexpr double kStep = 1e-5;
  const auto before = spline.velocity(knot - kStep);
  const auto at = spline.velocity(knot);
  const auto after = spline.velocity(knot + kStep);
  RC_ASSERT((spline.at(knot - 1e-9) - spline.at(knot)).norm() < 1e-7);
  RC_ASSERT((after - before).norm() < 1e-3);
  RC_ASSERT((after - 2.0 * at + before).norm() / kStep < 1e-2);  // a jump of acceleration is O(1)
}

TEST(SampleAt, GivesFramesBackToTheBitAndStopsAtTheEnds) {
  const Batch points = Batch::Random(9, 3);
  const std::vector<double> moments{-1.0, 0.0, 4.0, 8.0, 9.5};
  const Batch found = sample_at(points, moments);
  EXPECT_EQ(found.row(0), points.row(0));
  EXPECT_EQ(found.row(1), points.row(0));
  EXPECT_EQ(found.row(2), points.row(4));
  EXPECT_EQ(found.row(3), points.row(8));
  EXPECT_EQ(found.row(4), points.row(8));
  EXPECT_THROW((void)sample_at(Batch(0, 3), moments), UsageError);
}

TEST(Upsample, PassesEveryGivenFrame) {
  const LatentPath path{Batch::Random(31, 4), 30};
  for (const int times : {1, 2, 4}) {
    const LatentPath dense = upsample(path, 30.0 * times);
    ASSERT_EQ(dense.frames(), 30 * times + 1);
    EXPECT_EQ(dense.fps, 30.0 * times);
    for (int t = 0; t < path.frames(); ++t) {
      EXPECT_EQ(dense.points.row(t * times), path.points.row(t)) << times << " " << t;
    }
  }
  EXPECT_EQ(upsample(path, 15).frames(), 16);
  EXPECT_EQ(upsample(path, 15).points.row(3), path.points.row(6));
  EXPECT_EQ(upsample(path, 44).frames(), 45);  // 1 s
  EXPECT_EQ(upsample({path.points.topRows(1), 30}, 60).frames(), 1);
}

/// A swing of 2 Hz sampled 30 times a second. The error of linear interpolation between frames is
/// 1 - cos(pi f / fps) = 0.022 half way at the crest; a cubic spline's is of fourth order:
/// (2 pi f / fps)^4 / 384 = 8e-5.
TEST(Upsample, IsOfFourthOrder) {
  LatentPath path{Batch(31, 1), 30};
  const auto swing = [](double t_s) { return std::sin(4.0 * std::numbers::pi * t_s); };
  for (int t = 0; t < 31; ++t) path.points(t, 0) = static_cast<float>(swing(t / 30.0));
  const LatentPath dense = upsample(path, 120);
  double most = 0.0;
  for (int t = 0; t < dense.frames(); ++t) {
    most = std::max(most, std::abs(dense.points(t, 0) - swing(t / 120.0)));
  }
  EXPECT_LT(most, 5e-4);  // at the ends; 8e-5 within
}

TEST(SlowMotion, TakesLongerAtTheSameRate) {
  const LatentPath path{Batch::Random(11, 2), 30};
  const LatentPath slow = slow_motion(path, 2.5);
  ASSERT_EQ(slow.frames(), 26);
  EXPECT_EQ(slow.fps, 30);
  for (int t = 0; t <= 10; t += 2) EXPECT_EQ(slow.points.row(5 * t / 2), path.points.row(t));
  EXPECT_EQ(slow_motion(path, 0.5).frames(), 6);
  EXPECT_EQ(slow_motion(path, 1.0).points, path.points);
}

TEST(Retime, RefusesWhatIsNoRate) {
  const LatentPath path{Batch::Random(11, 2), 30};
  for (const double bad : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW((void)upsample(path, bad), UsageError);
    EXPECT_THROW((void)slow_motion(path, bad), UsageError);
  }
  EXPECT_THROW((void)slow_motion(path, 1e12), UsageError);
  EXPECT_THROW((void)upsample({Batch(0, 2), 30}, 60), UsageError);
  EXPECT_THROW((void)slow_motion({Batch(0, 2), 30}, 2), UsageError);
}

TEST(OverSeam, TheSeamIsAStepLikeAnyOther) {
  Batch points(12, 2);  // once round a circle
  for (int t = 0; t < 12; ++t) {
    const double angle = 2.0 * std::numbers::pi * t / 12;
    points.row(t) << static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle));
  }
  const LatentPath slow =
      over_seam({points, 30.0}, [](const LatentPath& path) { return slow_motion(path, 3.0); });
  ASSERT_EQ(slow.frames(), 36);
  for (int t = 0; t < 12; ++t) EXPECT_EQ(slow.points.row(3 * t), points.row(t));
  const float step = (slow.points.row(1) - slow.points.row(0)).norm();
  EXPECT_NEAR((slow.points.row(35) - slow.points.row(0)).norm(), step, 0.02F * step);
  const LatentPath still =
      over_seam({points.topRows(1), 30.0}, [](const LatentPath& path) { return path; });
  EXPECT_EQ(still.frames(), 1);
  EXPECT_THROW((void)over_seam({Batch(0, 2), 30.0}, [](const LatentPath& path) { return path; }),
               UsageError);
}

}  // namespace
}  // namespace poseaae::latent
