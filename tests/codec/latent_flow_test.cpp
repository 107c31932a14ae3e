#include "poseaae/codec/latent_flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/math/normal.hpp"
#include "samples.hpp"

namespace poseaae::codec {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Points of two crescents, far from normal.
Batch crescents(int count, std::uint64_t seed) {
  Random random(seed);
  Batch points(count, 3);
  for (int n = 0; n < count; ++n) {
    const double side = random.uniform() < 1.0 / 3.0 ? 1.0 : -1.0;
    const double angle = random.uniform(0.0, 3.0);
    points(n, 0) = static_cast<float>(side * (1.0 + std::cos(angle)) + 0.1 * random.normal());
    points(n, 1) = static_cast<float>(1.5 * side * std::sin(angle) + 0.1 * random.normal());
    points(n, 2) = static_cast<float>(std::exp(0.5 * random.normal()));
  }
  return points;
}

/// The largest distance of a column's distribution from N(0, 1).
double distance_from_normal(Eigen::VectorXf column) {
  std::ranges::sort(column);
  double largest = 0.0;
  const auto count = static_cast<double>(column.size());
  for (Eigen::Index i = 0; i < column.size(); ++i) {
    const double expected = math::normal_cdf(column[i]);
    largest = std::max({largest, std::abs(expected - static_cast<double>(i) / count),
                        std::abs(expected - static_cast<double>(i + 1) / count)});
  }
  return largest;
}

LatentFlow flow_of(const Batch& points, double softness = 0.5) {
  return fit_flow(fit_mixture(points).mixture, points, {.softness = softness});
}

TEST(LatentFlow, MakesEncodingsNormal) {
  const Batch points = crescents(6000, 1);
  const FlowMap map(flow_of(points));
  const Batch e = map.to_normal(points);
  const Batch fresh = map.to_normal(crescents(6000, 2));
  for (Eigen::Index i = 0; i < 3; ++i) {
    EXPECT_GT(distance_from_normal(points.col(i)), 0.1) << "as they come";
    EXPECT_LT(distance_from_normal(e.col(i)), 0.012);
    EXPECT_LT(distance_from_normal(fresh.col(i)), 0.03) << "others of the same distribution";
  }
}

// Samples have the moments of the points, and hardly any lies in the gap between the crescents.
TEST(LatentFlow, ItsSamplesAreLikeTheEncodings) {
  const Batch points = crescents(6000, 1);
  const FlowMap map(flow_of(points, 0.0));
  Random random(3);
  const Batch made = map.from_normal(test::random_batch(random, 6000, 3));
  EXPECT_LT((made.colwise().mean() - points.colwise().mean()).norm(), 0.06F);
  const auto high = [](const Batch& rows) {
    return (rows.rowwise().squaredNorm().array() > 9.0F).cast<float>().mean();
  };
  EXPECT_NEAR(high(made), high(points), 0.02F);
}

TEST(LatentFlow, ComesBackWhereItWas) {
  const FlowMap map(flow_of(crescents(4000, 1)));
  Random random(4);
  for (int i = 0; i < 200; ++i) {
    VectorXd e(3);
    for (double& value : e) value = 1.5 * random.normal();
    EXPECT_LT((map.to_normal(map.from_normal(e)) - e).cwiseAbs().maxCoeff(), 1e-8);
  }
}

// Against central differences of from_normal(), where one coordinate carries the others along.
TEST(LatentFlow, TakesGradientsBack) {
  const FlowMap map(flow_of(crescents(4000, 1)));
  Random random(4);
  for (int i = 0; i < 20; ++i) {
    const auto normal = [&] {
      return VectorXd(VectorXd::NullaryExpr(3, [&] { return random.normal(); }));
    };
    const VectorXd e = normal();
    const VectorXd g = normal();
    const VectorXd by_e = map.by_normal(map.from_normal(e), g);
    for (int j = 0; j < 3; ++j) {
      const VectorXd step = 1e-5 * VectorXd::Unit(3, j);
      const double slope =
          g.dot(map.from_normal(VectorXd(e + step)) - map.from_normal(VectorXd(e - step))) / 2e-5;
      EXPECT_NEAR(by_e[j], slope, 1e-6 * (1.0 + by_e.norm())) << i << ", " << j;
    }
  }
}

TEST(LatentFlow, ItsDensityIsThatOfNormalPointsTimesTheDeterminant) {
  const FlowMap map(flow_of(crescents(4000, 1)));
  const VectorXd z = crescents(1, 9).row(0).cast<double>().transpose();
  MatrixXd jacobian(3, 3);
  constexpr double kStep = 1e-6;
  for (int j = 0; j < 3; ++j) {
    const VectorXd step = kStep * VectorXd::Unit(3, j);
    jacobian.col(j) =
        (map.to_normal(VectorXd(z + step)) - map.to_normal(VectorXd(z - step))) / (2 * kStep);
  }
  const VectorXd e = map.to_normal(z);
  const double log_normal = -0.5 * e.squaredNorm() - 1.5 * std::log(2.0 * M_PI);
  EXPECT_NEAR(map.log_density(z), log_normal + std::log(jacobian.determinant()), 1e-4);
}

TEST(LatentFlow, CommonnessIsTheShareOfEncodingsThatAreRarer) {
  const Batch points = crescents(5000, 1);
  const FlowMap map(flow_of(points));
  std::vector<double> shares;
  for (const auto& point : points.rowwise()) {
    shares.push_back(map.commonness(point.cast<double>().transpose()));
  }
  std::ranges::sort(shares);
  for (const double share : {0.01, 0.25, 0.5, 0.9}) {
    EXPECT_NEAR(shares[static_cast<std::size_t>(share * 5000)], share, 0.005);
  }
  EXPECT_EQ(map.commonness(Eigen::Vector3d(40.0, -40.0, 40.0)), 0.0);
}

TEST(LatentFlow, SofteningKeepsMeanAndCovariance) {
  const Mixture mixture = fit_mixture(crescents(3000, 1)).mixture;
  const Mixture soft = softened(mixture, 0.7);
  const auto moments = [](const Mixture& of) {
    const Eigen::RowVectorXd mean = of.weights.transpose() * of.means;
    MatrixXd covariance = MatrixXd::Zero(of.dim(), of.dim());
    for (int k = 0; k < of.components(); ++k) {
      const Eigen::RowVectorXd apart = of.means.row(k) - mean;
      covariance += of.weights[k] * (of.covariances[k] + apart.transpose() * apart);
    }
    return std::pair{mean, covariance};
  };
  const auto [mean, covariance] = moments(mixture);
  const auto [soft_mean, soft_covariance] = moments(soft);
  EXPECT_LT((soft_mean - mean).norm(), 1e-12);
  EXPECT_LT((soft_covariance - covariance).norm(), 1e-12);
  EXPECT_LT((softened(mixture, 0.0).means - mixture.means).norm(), 1e-12);
  // By the definition: the centres come nearer to the mean by 1 / sqrt(1 + h^2).
  const Eigen::RowVectorXd nearer = (mixture.means.row(0) - mean) / std::sqrt(1.49);
  EXPECT_LT((soft.means.row(0) - mean - nearer).norm(), 1e-12);
}

TEST(LatentFlow, OfFewEncodingsHasNoQuantiles) {
  Random random(5);
  const Batch few = test::random_batch(random, 40, 2);
  const LatentFlow flow = flow_of(few);
  EXPECT_FALSE(flow.empty());
  EXPECT_EQ(flow.quantiles.rows(), 0);
  EXPECT_TRUE(FlowMap(flow).to_normal(few).allFinite());
  EXPECT_THROW((void)fit_flow(flow.mixture, few.topRows(1)), UsageError);
}

TEST(LatentFlow, OfALatentThatIsAlwaysTheSameIsFinite) {
  Batch points = crescents(3000, 1);
  points.col(1).setConstant(0.25F);
  const FlowMap map(flow_of(points));
  EXPECT_TRUE(map.to_normal(points).allFinite());
  Random random(6);
  EXPECT_TRUE(map.from_normal(test::random_batch(random, 50, 3)).allFinite());
}

TEST(LatentFlow, RefusesPartsThatDoNotFit) {
  const LatentFlow flow = flow_of(crescents(3000, 1));
  LatentFlow broken = flow;
  broken.quantiles(3, 1) = broken.quantiles(4, 1);
  EXPECT_THROW(FlowMap{broken}, ModelError);
  broken = flow;
  broken.log_densities[7] = NAN;
  EXPECT_THROW(FlowMap{broken}, ModelError);
  broken = flow;
  broken.quantiles.conservativeResize(Eigen::NoChange, 2);
  EXPECT_THROW(FlowMap{broken}, ModelError);
  EXPECT_THROW((void)FlowMap(flow).to_normal(Batch(2, 4)), UsageError);
}

}  // namespace
}  // namespace poseaae::codec
