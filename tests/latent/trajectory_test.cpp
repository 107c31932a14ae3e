#include "poseaae/latent/trajectory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "two_heaps.hpp"

namespace poseaae::latent {
namespace {

LatentGaussian unit_space(int dim) {
  return LatentGaussian({Eigen::VectorXd::Zero(dim), Eigen::MatrixXd::Identity(dim, dim)});
}

/// scipy.stats.chi.ppf
TEST(ChiQuantile, IsThatOfSciPy) {
  EXPECT_NEAR(chi_quantile(1, 0.025), 0.031337982021426576, 1e-12);
  EXPECT_NEAR(chi_quantile(1, 0.975), 2.241402727604945, 1e-12);
  EXPECT_NEAR(chi_quantile(2, 0.025), 0.2250235898046686, 1e-12);
  EXPECT_NEAR(chi_quantile(8, 0.025), 1.4763911227221092, 1e-12);
  EXPECT_NEAR(chi_quantile(8, 0.975), 4.187427150349561, 1e-12);
  EXPECT_NEAR(chi_quantile(32, 0.975), 7.0342332732837125, 1e-12);
  EXPECT_THROW((void)chi_quantile(0, 0.5), UsageError);
  EXPECT_THROW((void)chi_quantile(3, 1.0), UsageError);
}

/// e(t) = c t^2 / 2 at 10 frames a second: speed |c| t and acceleration |c| at every frame, ends
/// included, since the differences are exact for parabolas.
TEST(Diagnose, MeasuresAParabolaInWhitenedCoordinates) {
  const LatentGaussian space({Eigen::Vector2d(5, -1), Eigen::Vector2d(4, 0.25).asDiagonal()});
  LatentPath path{Batch(6, 2), 10};
  for (int t = 0; t < 6; ++t) {
    const double half = 0.5 * (t / 10.0) * (t / 10.0);
    path.points.row(t) << static_cast<float>(5 + 2.0 * 30.0 * half),  // c = (30, 40)
        static_cast<float>(-1 + 0.5 * 40.0 * half);
  }
  const auto d = diagnose(path, space);
  ASSERT_EQ(d.speed.size(), 6U);
  for (int t = 0; t < 6; ++t) {
    EXPECT_DOUBLE_EQ(d.time_s[t], t / 10.0);
    EXPECT_NEAR(d.speed[t], 50.0 * t / 10.0, 1e-3) << t;
    EXPECT_NEAR(d.acceleration[t], 50.0, 1e-2) << t;
    EXPECT_NEAR(d.norm[t], 50.0 * 0.5 * t * t / 100.0, 1e-4) << t;
  }
  EXPECT_DOUBLE_EQ(d.shell, std::sqrt(2.0));
}

TEST(Diagnose, FindsNineteenOfTwentySamplesOfThePriorInTheShell) {
  Random random(5);
  LatentPath path{Batch(4000, 8), 30};
  for (int t = 0; t < 4000; ++t) {
    for (int d = 0; d < 8; ++d) path.points(t, d) = static_cast<float>(random.normal());
  }
  EXPECT_NEAR(diagnose(path, unit_space(8)).share_in_shell(), 0.95, 0.012);  // 3.5 deviations
}

TEST(Diagnose, TakesShortPaths) {
  const auto one = diagnose({Batch::Ones(1, 4), 30}, unit_space(4));
  EXPECT_EQ(one.speed, std::vector<double>{0.0});
  EXPECT_EQ(one.acceleration, std::vector<double>{0.0});
  EXPECT_FLOAT_EQ(static_cast<float>(one.norm[0]), 2.0F);
  Batch two(2, 1);
  two << 0, 1;
  const auto pair = diagnose({two, 30}, unit_space(1));
  EXPECT_EQ(pair.speed, (std::vector<double>{30.0, 30.0}));
  EXPECT_EQ(pair.acceleration, (std::vector<double>{0.0, 0.0}));
  EXPECT_THROW((void)diagnose({Batch(0, 1), 30}, unit_space(1)), UsageError);
  EXPECT_THROW((void)diagnose({two, 30}, unit_space(2)), UsageError);
}

TEST(TrajectoryDiagnostics, SayHowRarePosesAreByAFlow) {
  const auto statistics = test::two_heaps_model();
  const codec::FlowMap flow(statistics.flow);
  Batch points(2, 2);
  points << 2, 0,  // in the middle of a heap
      0, 30;
  const auto found = diagnose({points, 2}, LatentGaussian(statistics), &flow);
  ASSERT_EQ(found.rarer_than_percent.size(), 2U);
  EXPECT_NEAR(found.rarer_than_percent[0], 100.0 * (1.0 - flow.commonness(Eigen::Vector2d(2, 0))),
              1e-9);
  EXPECT_EQ(found.rarer_than_percent[1], 100.0);
  EXPECT_THAT(format_diagnostics(found), testing::HasSubstr("rarest than all of them"));
  EXPECT_THAT(format_diagnostics(found), testing::Not(testing::HasSubstr("shell")));
}

TEST(FormatDiagnostics, SaysWhatIsTypical) {
  Batch points(3, 1);
  points << 0, 1, 4;
  const auto text = format_diagnostics(diagnose({points, 2}, unit_space(1)));
  EXPECT_THAT(text, testing::HasSubstr("speed 4.00 std/s, largest 8.00"));
  EXPECT_THAT(text, testing::HasSubstr("shell of likely poses has radius 1.00"));
  EXPECT_THAT(text, testing::HasSubstr("33 % of the frames are in it"));
}

}  // namespace
}  // namespace poseaae::latent
