#include "poseaae/codec/latent_statistics.hpp"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "samples.hpp"

namespace poseaae::codec {
namespace {

TEST(LatentStatistics, AreMeanAndCovariance) {
  Batch latents(4, 2);
  latents << 1, 10, 2, 10, 3, 30, 6, 30;
  const auto statistics = LatentStatistics::of(latents);
  // Deviations (-2, -1, 0, 3) and (-10, -10, 10, 10): sums of products 14, 60, 400 over N - 1 = 3.
  EXPECT_DOUBLE_EQ(statistics.mean[0], 3.0);
  EXPECT_DOUBLE_EQ(statistics.mean[1], 20.0);
  EXPECT_NEAR(statistics.covariance(0, 0), 14.0 / 3.0, 1e-12);
  EXPECT_NEAR(statistics.covariance(0, 1), 20.0, 1e-12);
  EXPECT_NEAR(statistics.covariance(1, 0), 20.0, 1e-12);
  EXPECT_NEAR(statistics.covariance(1, 1), 400.0 / 3.0, 1e-12);
  EXPECT_NEAR(statistics.standard_deviation()[1], std::sqrt(400.0 / 3.0), 1e-12);
  EXPECT_THROW((void)LatentStatistics::of(latents.topRows(1)), UsageError);
}

/// One dimension: the correlation coefficient, here of (-2, -1, 0, 3) and (-1, 0, -1, 2), whose
/// sums of products are 14, 6 and 8.
TEST(StepCorrelation, IsTheCorrelationCoefficient) {
  const Eigen::MatrixXd a = Eigen::Vector4d(1, 2, 3, 6);
  const Eigen::MatrixXd b = Eigen::Vector4d(9, 10, 9, 12);
  EXPECT_NEAR(step_correlation(b, a)(0, 0), 8.0 / std::sqrt(14.0 * 6.0), 1e-12);
}

/// Canonical correlations do not depend on the scales and axes of either side, and are those that
/// the points were made with: b = r a + sqrt(1 - r^2) n with r = 0.9 and 0.3.
TEST(StepCorrelation, HasCanonicalCorrelationsAsSingularValues) {
  Random random(3);
  const Eigen::MatrixXd a = test::random_batch(random, 20000, 2).cast<double>();
  const Eigen::MatrixXd noise = test::random_batch(random, 20000, 2).cast<double>();
  const Eigen::RowVector2d r(0.9, 0.3);
  const Eigen::RowVector2d rest = (1.0 - r.array().square()).sqrt();
  const Eigen::MatrixXd b = a * r.asDiagonal().toDenseMatrix() + noise * rest.asDiagonal();
  const Eigen::Matrix2d skewed = (Eigen::Matrix2d() << 3.0, 1.0, 0.2, 0.5).finished();
  for (const Eigen::Matrix2d& axes : {Eigen::Matrix2d(Eigen::Matrix2d::Identity()), skewed}) {
    const auto found =
        Eigen::JacobiSVD<Eigen::MatrixXd>(step_correlation(b * axes, a)).singularValues();
    EXPECT_NEAR(found[0], 0.9, 0.01);
    EXPECT_NEAR(found[1], 0.3, 0.02);
  }
}

TEST(LatentStatistics, OfWindowsKnowHowPointsFollow) {
  Random random(4);
  const Batch latents = test::random_batch(random, 400, 2);
  Followers each;
  for (Eigen::Index i = 0; i + 1 < 400; ++i) {
    each.rows.push_back(i);
    each.next.push_back(i + 1);
  }
  Followers itself = each;
  itself.next = itself.rows;
  const auto same = LatentStatistics::of_windows(latents, itself);
  EXPECT_LT((same.step - same.covariance).norm(), 1e-6) << "R = I where points stay";
  EXPECT_LT(LatentStatistics::of_windows(latents, each).step.norm(), 0.2) << "independent points";
  EXPECT_EQ(LatentStatistics::of_windows(latents, {}).step.size(), 0);
  EXPECT_FALSE(same.mixture.empty());
}

}  // namespace
}  // namespace poseaae::codec
