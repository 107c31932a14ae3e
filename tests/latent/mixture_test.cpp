#include "poseaae/latent/mixture.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"

namespace poseaae::latent {
namespace {

codec::Mixture far_apart() {
  codec::Mixture mixture;
  mixture.weights = Eigen::Vector2d(0.25, 0.75);
  mixture.means.resize(2, 2);
  mixture.means << -10.0, 1.0, 10.0, 2.0;
  Eigen::Matrix2d tilted;
  tilted << 2.0, 0.6, 0.6, 0.5;
  mixture.covariances = {Eigen::Vector2d(4.0, 0.01).asDiagonal().toDenseMatrix(), tilted};
  return mixture;
}

TEST(LatentMixture, SamplesHaveWeightsAndMomentsOfTheComponents) {
  const codec::Mixture known = far_apart();
  const LatentMixture mixture(known);
  constexpr int kCount = 40000;
  Random random(5);
  std::vector<Eigen::Vector2d> sampled[2];
  for (int i = 0; i < kCount; ++i) {
    const Eigen::Vector2d z = mixture.sample(random);
    sampled[z.x() > 0.0 ? 1 : 0].push_back(z);
  }
  for (const int k : {0, 1}) {
    const auto count = static_cast<double>(sampled[k].size());
    EXPECT_NEAR(count / kCount, known.weights[k], 0.01);  // four and a half standard errors
    Eigen::Vector2d mean = Eigen::Vector2d::Zero();
    Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
    for (const auto& z : sampled[k]) mean += z / count;
    for (const auto& z : sampled[k]) covariance += (z - mean) * (z - mean).transpose() / count;
    EXPECT_LT((mean - known.means.row(k).transpose()).norm(), 0.09);
    EXPECT_LT((covariance - known.covariances[k]).norm(), 0.25);
  }
}

TEST(LatentMixture, LogDensityOfOneStandardGaussianIsItsFormula) {
  codec::Mixture standard;
  standard.weights = Eigen::VectorXd::Ones(1);
  standard.means = Eigen::MatrixXd::Zero(1, 3);
  standard.covariances = {Eigen::MatrixXd::Identity(3, 3)};
  const LatentMixture mixture(standard);
  EXPECT_NEAR(mixture.log_density(Eigen::Vector3d(1, 2, -2)),
              -1.5 * std::log(2.0 * std::numbers::pi) - 4.5, 1e-12);
  EXPECT_EQ(mixture.dim(), 3);
}

TEST(LatentMixture, OfAModelWithoutOneSaysSo) { EXPECT_THROW(LatentMixture({}), ModelError); }

}  // namespace
}  // namespace poseaae::latent
