#include "poseaae/latent/gaussian.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/LU>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::latent {
namespace {

TEST(LatentGaussian, ScalesByTheSquareRootOfADiagonal) {
  const LatentGaussian gaussian(
      {Eigen::Vector2d(1, 2), Eigen::Vector2d(4, 9).asDiagonal().toDenseMatrix()});
  EXPECT_TRUE(gaussian.shape(Eigen::Vector2d(1, 1)).isApprox(Eigen::Vector2d(2, 3)));
}

RC_GTEST_PROP(LatentGaussian, RootTimesRootIsTheCovariance, (std::uint64_t seed)) {
  Random random(seed);
  // Rank 2 in 4 dimensions: as singular as covariances of unused latents are.
  const Eigen::MatrixXd factor =
      Eigen::MatrixXd::NullaryExpr(4, 2, [&](auto, auto) { return random.normal(); });
  const Eigen::MatrixXd covariance = factor * factor.transpose();
  const LatentGaussian gaussian({Eigen::VectorXd::Zero(4), covariance});
  Eigen::MatrixXd squared(4, 4);
  for (int d = 0; d < 4; ++d) {
    squared.col(d) = gaussian.shape(gaussian.shape(Eigen::VectorXd::Unit(4, d)));
  }
  RC_ASSERT((squared - covariance).norm() < 1e-9 * (1 + covariance.norm()));
}

TEST(LatentGaussian, SamplesHaveItsMoments) {
  Eigen::MatrixXd covariance(2, 2);
  covariance << 1.0, 0.8, 0.8, 2.0;
  const LatentGaussian gaussian({Eigen::Vector2d(3, -1), covariance});
  Random random(5);
  constexpr int kCount = 40000;
  Batch samples(kCount, 2);
  for (int i = 0; i < kCount; ++i) samples.row(i) = gaussian.sample(random).cast<float>();
  const auto found = LatentStatistics::of(samples);
  // Standard errors: sqrt(2 / N) = 0.7 % of a mean's unit and 1 % of a variance; four of them.
  EXPECT_LT((found.mean - gaussian.mean()).cwiseAbs().maxCoeff(), 0.03);
  EXPECT_LT((found.covariance - covariance).cwiseAbs().maxCoeff(), 0.06);
}

TEST(LatentGaussian, WhitensToZeroMeanAndUnitCovariance) {
  const auto statistics = test::model_like();
  const LatentGaussian gaussian(statistics);
  Random random(5);
  constexpr int kCount = 20000;
  Batch samples(kCount, 8);
  for (int i = 0; i < kCount; ++i) samples.row(i) = gaussian.sample(random).cast<float>();
  const auto off = test::off_moments(gaussian, samples);
  EXPECT_LT(off.mean, 0.03);  // four standard errors of 1 / sqrt(N)
  EXPECT_LT(off.covariance, 0.05);
  EXPECT_LT(gaussian.whiten(statistics.mean.transpose().cast<float>()).norm(), 1e-5F);
  // |e|^2 = (z - m)' C^-1 (z - m), Mahalanobis' distance.
  const Eigen::VectorXd away = samples.row(7).transpose().cast<double>() - statistics.mean;
  EXPECT_NEAR(gaussian.whiten(samples.row(7)).squaredNorm(),
              away.dot(statistics.covariance.inverse() * away), 1e-3);
}

TEST(LatentGaussian, WhitensADiagonalByItsStandardDeviations) {
  const LatentGaussian gaussian(
      {Eigen::Vector2d(1, 2), Eigen::Vector2d(4, 9).asDiagonal().toDenseMatrix()});
  EXPECT_TRUE(gaussian.whiten(Batch(Eigen::RowVector2f(3, 8))).isApprox(Eigen::RowVector2f(1, 2)));
  EXPECT_TRUE(
      gaussian.unwhiten(Batch(Eigen::RowVector2f(1, 2))).isApprox(Eigen::RowVector2f(3, 8)));
}

// Rank 2 in 4 dimensions, or none at all: latents that are not used must not break the way back.
RC_GTEST_PROP(LatentGaussian, UnwhitensWhatItWhitened, (std::uint64_t seed)) {
  Random random(seed);
  const auto normal = [&](auto...) { return random.normal(); };
  const Eigen::MatrixXd factor =
      Eigen::MatrixXd::NullaryExpr(4, 2, normal) * (seed % 5 == 0 ? 0.0 : 1.0);
  const LatentGaussian gaussian(
      {Eigen::VectorXd::NullaryExpr(4, normal), factor * factor.transpose()});
  const Batch z = Eigen::MatrixXd::NullaryExpr(6, 4, normal).cast<float>();
  RC_ASSERT((gaussian.unwhiten(gaussian.whiten(z)) - z).norm() < 1e-3F * (1.0F + z.norm()));
  RC_ASSERT((gaussian.whiten(gaussian.unwhiten(z)) - z).norm() < 1e-2F * (1.0F + z.norm()));
}

TEST(LatentGaussian, RefusesToWhitenAnotherSpace) {
  const LatentGaussian gaussian({Eigen::Vector2d(1, 2), Eigen::Matrix2d::Identity()});
  EXPECT_THROW((void)gaussian.whiten(Batch::Zero(1, 3)), UsageError);
  EXPECT_THROW((void)gaussian.unwhiten(Batch::Zero(1, 1)), UsageError);
}

TEST(LatentGaussian, RefusesWhatIsNoCovariance) {
  const Eigen::Vector2d mean = Eigen::Vector2d::Zero();
  Eigen::Matrix2d matrix;
  matrix << 1, 2, 2, 1;  // eigenvalues 3 and -1
  EXPECT_THROW(LatentGaussian({mean, matrix}), ModelError);
  matrix << 1, 0.5, 0, 1;
  EXPECT_THROW(LatentGaussian({mean, matrix}), ModelError);
  EXPECT_THROW(LatentGaussian({mean, Eigen::MatrixXd::Identity(3, 3)}), ModelError);
  matrix << 1, 0, 0, std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(LatentGaussian({mean, matrix}), ModelError);
}

}  // namespace
}  // namespace poseaae::latent
