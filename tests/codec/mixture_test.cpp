#include "poseaae/codec/mixture.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "samples.hpp"

namespace poseaae::codec {
namespace {

Mixture two_in_a_plane() {
  Mixture mixture;
  mixture.weights = Eigen::Vector2d(0.3, 0.7);
  mixture.means.resize(2, 2);
  mixture.means << 1.0, -2.0, 4.0, 0.5;
  Eigen::Matrix2d tilted;
  tilted << 2.0, 0.6, 0.6, 0.5;
  mixture.covariances = {tilted, Eigen::Vector2d(0.25, 1.5).asDiagonal().toDenseMatrix()};
  return mixture;
}

/// `count` points of the mixture, in turn by its weights.
Batch sampled(const Mixture& mixture, int count, std::uint64_t seed) {
  const MixtureDensity density(mixture);
  Random random(seed);
  Batch points(count, mixture.dim());
  for (int n = 0; n < count; ++n) {
    Eigen::VectorXd noise(mixture.dim());
    for (double& value : noise) value = random.normal();
    double left = random.uniform();
    int k = 0;
    while (k + 1 < mixture.components() && left >= mixture.weights[k]) left -= mixture.weights[k++];
    points.row(n) = density.shape(k, noise).cast<float>();
  }
  return points;
}

double distance(const Mixture& a, int i, const Mixture& b, int k) {
  return std::abs(a.weights[i] - b.weights[k]) + (a.means.row(i) - b.means.row(k)).norm() +
         (a.covariances[i] - b.covariances[k]).norm();
}

/// Values of the formula written out for two dimensions (inverse and determinant of a 2 x 2 matrix)
/// in Python.
TEST(MixtureDensity, HasValuesWorkedOutElsewhere) {
  const MixtureDensity density(two_in_a_plane());
  EXPECT_NEAR(density.log_density(Eigen::Vector2d(0, 0)), -11.334331319243764, 1e-12);
  EXPECT_NEAR(density.log_density(Eigen::Vector2d(1, -2)), -2.8187063136405066, 1e-12);
  EXPECT_NEAR(density.log_density(Eigen::Vector2d(3.5, 1)), -2.28742549461478, 1e-12);
  EXPECT_NEAR(density.log_density(Eigen::Vector2d(200, -900)), -347133.78747071716, 1e-6)
      << "far out, where densities underflow";
  EXPECT_THROW((void)density.log_density(Eigen::Vector3d(0, 0, 0)), UsageError);
}

TEST(MixtureDensity, RefusesWhatIsNoMixture) {
  const auto refused = [](const char* what, auto&& change) {
    Mixture mixture = two_in_a_plane();
    change(mixture);
    EXPECT_THROW(MixtureDensity{mixture}, ModelError) << what;
  };
  refused("nothing", [](Mixture& m) { m = {}; });
  refused("weights", [](Mixture& m) { m.weights *= 2.0; });
  refused("a negative weight", [](Mixture& m) { m.weights = Eigen::Vector2d(-0.5, 1.5); });
  refused("one mean", [](Mixture& m) { m.means = m.means.topRows(1).eval(); });
  refused("one covariance", [](Mixture& m) { m.covariances.pop_back(); });
  refused("its size", [](Mixture& m) { m.covariances[1] = Eigen::Matrix3d::Identity(); });
  refused("not finite", [](Mixture& m) { m.means(0, 0) = std::nan(""); });
  refused("not symmetric", [](Mixture& m) { m.covariances[0](0, 1) = 0.0; });
  refused("indefinite", [](Mixture& m) { m.covariances[1](0, 0) = -1.0; });
}

TEST(FitMixture, RecoversAKnownOne) {
  const Mixture known = two_in_a_plane();
  const auto fit = fit_mixture(sampled(known, 4000, 3), {.components = 2, .tolerance = 1e-6});
  ASSERT_EQ(fit.mixture.components(), 2);
  const int first = distance(fit.mixture, 0, known, 0) < distance(fit.mixture, 0, known, 1) ? 0 : 1;
  // Some standard errors: sqrt(0.3 * 0.7 / 4000) = 0.007 of a weight, sqrt(2 / 1200) of a mean ...
  for (const int k : {0, 1}) {
    const int there = k == 0 ? first : 1 - first;
    EXPECT_NEAR(fit.mixture.weights[k], known.weights[there], 0.03);
    EXPECT_LT((fit.mixture.means.row(k) - known.means.row(there)).norm(), 0.2);
    EXPECT_LT((fit.mixture.covariances[k] - known.covariances[there]).norm(), 0.4);
  }
}

TEST(FitMixture, OfOneComponentIsMeanAndCovariance) {
  Random random(6);
  const Batch points = test::random_batch(random, 300, 4);
  const Mixture mixture = fit_mixture(points, {.components = 1}).mixture;
  const auto expected = LatentStatistics::of(points);
  EXPECT_EQ(mixture.weights[0], 1.0);
  EXPECT_TRUE(mixture.means.row(0).transpose().isApprox(expected.mean, 1e-9));
  EXPECT_TRUE(mixture.covariances[0].isApprox(expected.covariance * 299.0 / 300.0, 1e-9))
      << "maximum likelihood divides by N";
}

/// Of one component, (N C + w D S) / (N + w D) with C = S; of two far apart, each covariance c of
/// 200 points is averaged with that of all: (200 c + 0.5 * 2 * S) / 201.
TEST(FitMixture, AveragesCovariancesWithThatOfAll) {
  Random random(8);
  Batch points = test::random_batch(random, 400, 2);
  points.topRows(200).col(0).array() += 50.0F;
  const auto alone = fit_mixture(points, {.components = 2}).mixture;
  const auto pooled = fit_mixture(points, {.components = 2, .pooled_per_latent = 0.5}).mixture;
  const Eigen::Matrix2d all = LatentStatistics::of(points).covariance * 399.0 / 400.0;
  for (std::size_t k = 0; k < 2; ++k) {
    const Eigen::Matrix2d expected = (200.0 * alone.covariances[k] + all) / 201.0;
    EXPECT_LT((pooled.covariances[k] - expected).norm(), 1e-6);
    EXPECT_EQ(pooled.means.row(static_cast<Eigen::Index>(k)),
              alone.means.row(static_cast<Eigen::Index>(k)));
  }
}

RC_GTEST_PROP(FitMixture, LikelihoodNeverFalls, (std::uint64_t seed)) {
  Random random(seed);
  const int dim = 1 + static_cast<int>(random.below(6));
  Batch points = test::random_batch(random, 40 + static_cast<int>(random.below(400)), dim);
  // Clusters, and latents that hardly move, where the floor holds.
  for (Eigen::Index n = 0; n < points.rows(); ++n) {
    points(n, 0) += 8.0F * static_cast<float>(random.below(3));
    if (dim > 2) points(n, 2) *= 1e-4F;
  }
  const auto fit = fit_mixture(points, {.components = 5, .tolerance = 0.0, .seed = seed});
  RC_ASSERT(fit.log_likelihoods.size() >= 2U);
  for (std::size_t i = 1; i < fit.log_likelihoods.size(); ++i) {
    RC_ASSERT(fit.log_likelihoods[i] >= fit.log_likelihoods[i - 1] - 1e-9);
  }
  RC_ASSERT(std::abs(fit.mixture.weights.sum() - 1.0) < 1e-12);
}

TEST(FitMixture, IsThatOfItsPointsInWhateverOrder) {
  const Batch points = sampled(two_in_a_plane(), 1000, 9);
  std::vector<int> order(1000);
  std::iota(order.begin(), order.end(), 0);
  Random random(2);
  random.shuffle(std::span(order));
  Batch shuffled(1000, 2);
  for (int n = 0; n < 1000; ++n) shuffled.row(n) = points.row(order[n]);
  const MixtureOptions options{.components = 2, .max_iterations = 500, .tolerance = 1e-10};
  const Mixture a = fit_mixture(points, options).mixture;
  const Mixture b = fit_mixture(shuffled, options).mixture;
  const int first = distance(a, 0, b, 0) < distance(a, 0, b, 1) ? 0 : 1;
  EXPECT_LT(distance(a, 0, b, first), 1e-3);
  EXPECT_LT(distance(a, 1, b, 1 - first), 1e-3);
}

TEST(FitMixture, TheSamePointsGiveTheSameBits) {
  const Batch points = sampled(two_in_a_plane(), 500, 4);
  const auto a = fit_mixture(points);
  const auto b = fit_mixture(points);
  EXPECT_EQ(a.mixture.means, b.mixture.means);
  EXPECT_EQ(a.log_likelihoods, b.log_likelihoods);
}

TEST(FitMixture, HasFewerComponentsForFewPoints) {
  Random random(1);
  const auto components = [&](int rows, int dim) {
    return fit_mixture(test::random_batch(random, rows, dim)).mixture.components();
  };
  EXPECT_EQ(components(2, 3), 1);
  EXPECT_EQ(components(31, 3), 1);
  EXPECT_EQ(components(32, 3), 2) << "four encodings a latent and one for the mean";
  EXPECT_EQ(components(1000, 3), 10);
  EXPECT_THROW((void)fit_mixture(test::random_batch(random, 1, 3)), UsageError);
  Batch broken = test::random_batch(random, 5, 3);
  broken(2, 1) = std::nanf("");
  EXPECT_THROW((void)fit_mixture(broken), UsageError);
}

TEST(FitMixture, StandsLatentsThatNeverMove) {
  Random random(1);
  Batch points = test::random_batch(random, 500, 4);
  points.col(1).setZero();
  const Mixture mixture = fit_mixture(points).mixture;
  EXPECT_NO_THROW(MixtureDensity{mixture});
  for (int k = 0; k < mixture.components(); ++k) EXPECT_NEAR(mixture.means(k, 1), 0.0, 1e-12);
  const Mixture point = fit_mixture(Batch::Constant(100, 4, 2.5F)).mixture;
  EXPECT_NO_THROW(MixtureDensity{point});
  EXPECT_NEAR(point.means(0, 0), 2.5, 1e-9);
}

}  // namespace
}  // namespace poseaae::codec
