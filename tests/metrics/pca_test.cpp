#include "poseaae/metrics/pca.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

using test::normal_rows;

TEST(PcaTest, FourPointsOnTwoAxesHaveTheirClosedForm) {
  // (3, 1) +- 2 (0.6, 0.8) and +- 0.5 (-0.8, 0.6): variances 2 * 4 / 3 and 2 * 0.25 / 3.
  Batch points(4, 2);
  points << 4.2F, 2.6F, 1.8F, -0.6F, 2.6F, 1.3F, 3.4F, 0.7F;
  const Pca pca = Pca::fit(points, 2);
  EXPECT_TRUE(pca.mean.isApprox(Eigen::Vector2d(3, 1), 1e-6));
  EXPECT_TRUE(pca.variances.isApprox(Eigen::Vector2d(8.0 / 3, 0.5 / 3), 1e-6));
  EXPECT_TRUE(pca.encode.row(0).isApprox(Eigen::RowVector2d(0.6, 0.8) / std::sqrt(8.0 / 3), 1e-6));
  EXPECT_TRUE(pca.decode.col(1).isApprox(Eigen::Vector2d(0.8, -0.6) * std::sqrt(0.5 / 3), 1e-6));
}

TEST(PcaTest, WhitensWhatItWasFittedTo) {
  Batch samples = normal_rows(500, 6);
  samples.col(3) = 0.3F * samples.col(0) + 5.0F * samples.col(1);
  samples.col(5).array() += 100.0F;
  const Batch latents = Pca::fit(samples, 4).latents(samples);
  ASSERT_EQ(latents.cols(), 4);
  const Eigen::MatrixXd z = latents.cast<double>();
  EXPECT_LT(z.colwise().mean().cwiseAbs().maxCoeff(), 1e-4);
  const Eigen::MatrixXd covariance = z.transpose() * z / (500.0 - 1.0);
  EXPECT_LT((covariance - Eigen::MatrixXd::Identity(4, 4)).cwiseAbs().maxCoeff(), 1e-3);
}

/// Many features of few dimensions, and a little noise: the same components as by the covariance.
TEST(PcaTest, LeadingComponentsAreThoseOfTheCovariance) {
  const Batch factors = normal_rows(400, 12, 3);
  Eigen::RowVectorXf scales(12);
  for (int i = 0; i < 12; ++i) scales[i] = std::pow(0.7F, static_cast<float>(i));
  const Batch samples =
      (factors.array().rowwise() * scales.array()).matrix() * normal_rows(12, 330, 4) +
      1e-3F * normal_rows(400, 330, 5) + Batch::Constant(400, 330, 2.0F);
  const Pca all = Pca::fit(samples, 8);
  const Pca leading = Pca::fit_leading(samples, 8);
  EXPECT_TRUE(leading.mean.isApprox(all.mean, 1e-4));
  EXPECT_TRUE(leading.variances.isApprox(all.variances, 1e-3));
  for (int z = 0; z < 8; ++z) {
    const double along =
        std::abs(leading.encode.row(z).normalized().dot(all.encode.row(z).normalized()));
    EXPECT_NEAR(along, 1.0, 1e-3) << z;
  }
  const Batch latents = leading.latents(samples);
  EXPECT_TRUE(leading.features(latents).isApprox(all.features(all.latents(samples)), 1e-3F));
}

TEST(PcaTest, AllComponentsGiveEverythingBackAndFewerLoseTheirVariance) {
  const Batch samples = normal_rows(300, 5, 9);
  const Pca whole = Pca::fit(samples, 5);
  EXPECT_LT((whole.features(whole.latents(samples)) - samples).cwiseAbs().maxCoeff(), 1e-5F);
  const Pca part = Pca::fit(samples, 2);
  const double lost =
      (part.features(part.latents(samples)) - samples).cast<double>().squaredNorm() / 299.0;
  EXPECT_NEAR(lost, whole.variances.tail(3).sum(), 1e-4);
}

TEST(PcaTest, ADirectionWithoutVarianceHasALatentOfZero) {
  Batch samples = normal_rows(50, 3);
  samples.col(2) = samples.col(0);
  const Pca pca = Pca::fit(samples, 3);
  EXPECT_EQ(pca.variances[2], 0.0);
  EXPECT_TRUE(pca.encode.row(2).isZero(0.0));
  EXPECT_TRUE(pca.decode.col(2).isZero(0.0));
  EXPECT_TRUE(pca.features(pca.latents(samples)).isApprox(samples, 1e-5F));
}

TEST(PcaTest, DoesNotSeeTheOrderOfTheSamples) {
  const Batch samples = normal_rows(400, 4);
  const Pca pca = Pca::fit(samples, 4);
  EXPECT_TRUE(Pca::fit(test::shuffled(samples), 4).encode.isApprox(pca.encode, 1e-9));
}

TEST(PcaTest, RefusesWhatHasNoComponents) {
  EXPECT_THROW((void)Pca::fit(normal_rows(1, 3), 1), UsageError);
  EXPECT_THROW((void)Pca::fit(normal_rows(9, 3), 0), UsageError);
  EXPECT_THROW((void)Pca::fit(normal_rows(9, 3), 4), UsageError);
  Batch broken = normal_rows(9, 3);
  broken(4, 1) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW((void)Pca::fit(broken, 2), UsageError);
  const Pca pca = Pca::fit(normal_rows(9, 3), 2);
  EXPECT_THROW((void)pca.latents(normal_rows(2, 4)), UsageError);
  EXPECT_THROW((void)pca.features(normal_rows(2, 3)), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
