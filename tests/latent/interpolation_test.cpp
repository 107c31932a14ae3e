#include "poseaae/latent/interpolation.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/QR>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::latent {
namespace {

using Eigen::VectorXf;

/// Z from 2 to 17, lengths from a hundredth to a hundred.
struct Sampled {
  Random random;
  int dim;
  explicit Sampled(std::uint64_t seed)
      : random(seed), dim(2 + static_cast<int>(random.below(16))) {}
  VectorXf direction() {
    VectorXf v(dim);
    for (float& value : v) value = static_cast<float>(random.normal());
    return v.normalized();
  }
  VectorXf vector() {
    return static_cast<float>(std::pow(10.0, random.uniform(-2, 2))) * direction();
  }
  double t() { return random.uniform(); }
};

double angle(const VectorXf& a, const VectorXf& b) {
  const Eigen::VectorXd u = a.cast<double>().normalized();
  const Eigen::VectorXd v = b.cast<double>().normalized();
  return 2.0 * std::atan2((u - v).norm(), (u + v).norm());
}

bool near(const VectorXf& a, const VectorXf& b, double tolerance = 1e-5) {
  return (a - b).norm() <= tolerance * (a.norm() + b.norm());
}

// Formulas of the header, by numpy.
TEST(Interpolation, IsItsFormula) {
  const VectorXf a = Eigen::Vector4f(1, 2, -1, 0.5);
  const VectorXf b = Eigen::Vector4f(-0.5, 1, 3, 2);
  EXPECT_TRUE(lerp(a, b, 0.25).isApprox(Eigen::Vector4f(0.625F, 1.75F, 0.0F, 0.875F)));
  const auto expect = [](const VectorXf& found, const Eigen::Vector4f& expected) {
    EXPECT_TRUE(found.isApprox(expected, 1e-6F)) << found.transpose();
  };
  expect(slerp(a, b, 0.25), {0.911839693F, 2.414240682F, -0.173638071F, 1.120301305F});
  expect(slerp(a, b, 0.5), {0.609934826F, 2.427700986F, 0.899854341F, 1.663777664F});
  expect(slerp(a, b, 1.3), {-1.252455462F, -0.613196634F, 3.617098324F, 1.501950845F});
  expect(variance_preserving(a, b, 0.25), {0.807946643F, 2.2622506F, 0.0F, 1.1311253F});
  expect(variance_preserving(a, b, 0.5), {0.362505526F, 2.175033156F, 1.450022104F, 1.81252763F});
  expect(variance_preserving(a, b, 1.3), {-0.706487069F, 0.52056942F, 3.123416517F, 1.821992968F});
}

class Kinds : public testing::TestWithParam<std::pair<std::string, Interpolation>> {
 protected:
  [[nodiscard]] static Interpolation kind() { return GetParam().second; }
};

TEST_P(Kinds, IsExactAtTheEndsAndForIdenticalAndZeroVectors) {
  rc::check([kind = kind()](std::uint64_t seed) {
    Sampled sampled(seed);
    const VectorXf a = sampled.vector();
    const VectorXf b = sampled.vector();
    const VectorXf zero = VectorXf::Zero(sampled.dim);
    const double t = sampled.random.uniform(-1, 2);
    RC_ASSERT(interpolate(kind, a, b, 0.0) == a);
    RC_ASSERT(interpolate(kind, a, b, 1.0) == b);
    RC_ASSERT(interpolate(kind, a, -a, 1.0) == -a);
    RC_ASSERT(interpolate(kind, a, a, t) == a);
    RC_ASSERT(interpolate(kind, zero, zero, t) == zero);
    RC_ASSERT(interpolate(kind, a, zero, 0.0) == a);
    RC_ASSERT(interpolate(kind, a, zero, 1.0) == zero);
    RC_ASSERT(interpolate(kind, zero, a, t).allFinite());
    RC_ASSERT(interpolate(kind, a, -3 * a, t).allFinite());
  });
}

// Opposite vectors are left out: which of all great circles between them is taken has to depend on
// something other than the vectors, the axes, and cannot turn with the space.
TEST_P(Kinds, TurnsWithTheSpace) {
  rc::check([kind = kind()](std::uint64_t seed) {
    Sampled sampled(seed);
    const VectorXf a = sampled.vector();
    const VectorXf b = sampled.vector();
    RC_PRE(angle(a, b) < 3.0);
    const Eigen::MatrixXf rotation =
        Eigen::HouseholderQR<Eigen::MatrixXf>(
            Eigen::MatrixXf::NullaryExpr(
                sampled.dim, sampled.dim,
                [&](auto, auto) { return static_cast<float>(sampled.random.normal()); }))
            .householderQ();
    const double t = sampled.random.uniform(-0.5, 1.5);
    const VectorXf rotated = rotation * interpolate(kind, a, b, t);
    const VectorXf of_rotated = interpolate(kind, rotation * a, rotation * b, t);
    RC_ASSERT((rotated - of_rotated).norm() < 1e-4F * (a.norm() + b.norm()));
  });
}

TEST_P(Kinds, IsTheSameWayBack) {
  rc::check([kind = kind()](std::uint64_t seed) {
    Sampled sampled(seed);
    const VectorXf a = sampled.vector();
    const VectorXf b = sampled.vector();
    RC_PRE(angle(a, b) < 3.0);
    const double t = sampled.t();
    RC_ASSERT((interpolate(kind, a, b, t) - interpolate(kind, b, a, 1.0 - t)).norm() <
              1e-4F * (a.norm() + b.norm()));
  });
}

TEST_P(Kinds, ClampsOnRequest) {
  const VectorXf a = Eigen::Vector3f(1, 2, 3);
  const VectorXf b = Eigen::Vector3f(-1, 0, 1);
  EXPECT_EQ(interpolate(kind(), a, b, 1.7, Beyond::kClamp), b);
  EXPECT_EQ(interpolate(kind(), a, b, -0.2, Beyond::kClamp), a);
  EXPECT_NE(interpolate(kind(), a, b, 1.7), b);
  EXPECT_EQ(interpolate(kind(), a, b, 0.3, Beyond::kClamp), interpolate(kind(), a, b, 0.3));
}

TEST_P(Kinds, RefusesLatentsOfTwoSpaces) {
  EXPECT_THROW((void)interpolate(kind(), VectorXf::Ones(2), VectorXf::Ones(3), 0.5), UsageError);
}

INSTANTIATE_TEST_SUITE_P(All, Kinds, testing::ValuesIn(interpolation_names()),
                         [](const auto& info) {
                           return name_of(
                               info.param.second,
                               Names<Interpolation>{
                                   {"lerp", Interpolation::kLerp},
                                   {"slerp", Interpolation::kSlerp},
                                   {"variance_preserving", Interpolation::kVariancePreserving}});
                         });

RC_GTEST_PROP(Slerp, TurnsAtConstantSpeedWithALinearRadius, (std::uint64_t seed)) {
  Sampled sampled(seed);
  const VectorXf a = sampled.vector();
  const VectorXf b = sampled.vector();
  const double t = sampled.t();
  const VectorXf z = slerp(a, b, t);
  RC_ASSERT(std::abs(angle(a, z) - t * angle(a, b)) < 1e-5);
  RC_ASSERT(std::abs(angle(z, b) - (1.0 - t) * angle(a, b)) < 1e-5);
  const double radius = (1.0 - t) * a.norm() + t * b.norm();
  RC_ASSERT(std::abs(z.norm() - radius) < 1e-5 * radius);
}

TEST(Slerp, IsLerpWhereThereIsNoArc) {
  const VectorXf a = Eigen::Vector2f(1, 2);
  const VectorXf zero = Eigen::Vector2f::Zero();
  EXPECT_TRUE(slerp(a, 3 * a, 0.25).isApprox(lerp(a, 3 * a, 0.25)));
  EXPECT_TRUE(slerp(zero, a, 0.25).isApprox(0.25F * a));
  EXPECT_TRUE(slerp(VectorXf::Ones(1), -VectorXf::Ones(1), 0.25).isApprox(VectorXf::Ones(1) / 2));
}

RC_GTEST_PROP(Slerp, GoesRoundInAPlaneOfItsOwnBetweenOpposites, (std::uint64_t seed)) {
  Sampled sampled(seed);
  const VectorXf a = sampled.vector();
  const VectorXf b = -static_cast<float>(sampled.random.uniform(0.5, 2.0)) * a;
  const double t = sampled.t();
  const VectorXf z = slerp(a, b, t);
  RC_ASSERT(std::abs(z.norm() - ((1.0 - t) * a.norm() + t * b.norm())) < 1e-5 * a.norm());
  RC_ASSERT(std::abs(angle(a, z) - t * std::numbers::pi) < 1e-4);
  RC_ASSERT(slerp(a, b, t) == z);
}

TEST(Slerp, ChoosesTheLeastAxisBetweenOpposites) {
  const VectorXf a = Eigen::Vector3f(1, 0, 0);  // the second axis is the first of the least
  EXPECT_TRUE(slerp(a, -a, 0.5).isApprox(Eigen::Vector3f(0, 1, 0)));
  EXPECT_TRUE(slerp(a, -3 * a, 0.5).isApprox(Eigen::Vector3f(0, 2, 0)));
}

RC_GTEST_PROP(Slerp, IsContinuousWhereTheAngleVanishes, (std::uint64_t seed)) {
  Sampled sampled(seed);
  const VectorXf a = sampled.vector();
  const VectorXf aside = static_cast<float>(std::pow(10.0, sampled.random.uniform(-8, -4))) *
                         a.norm() * sampled.direction();
  const double t = sampled.t();
  RC_ASSERT(near(slerp(a, a + aside, t), lerp(a, a + aside, t)));
}

// The mean square of points between independent normal ends, over many ends: 1, exactly in theory;
// each of 4000 x 8 squares has the variance 2 at most, so a standard error of 0.008.
TEST(VariancePreserving, KeepsTheMomentsOfIndependentNormalEnds) {
  Random random(3);
  constexpr int kPairs = 4000;
  constexpr int kDim = 8;
  Batch ends(2, kDim);
  for (const double t : {0.2, 0.5, 0.9, 1.5}) {
    Eigen::MatrixXd points(kPairs, kDim);
    double straight = 0.0;
    for (int i = 0; i < kPairs; ++i) {
      random.fill_normal({ends.data(), static_cast<std::size_t>(ends.size())});
      points.row(i) = variance_preserving(ends.row(0), ends.row(1), t).cast<double>();
      straight += lerp(ends.row(0), ends.row(1), t).squaredNorm();
    }
    EXPECT_NEAR(points.squaredNorm() / static_cast<double>(points.size()), 1.0, 0.03);
    const Eigen::MatrixXd covariance = points.transpose() * points / kPairs;
    EXPECT_LT((covariance - Eigen::MatrixXd::Identity(kDim, kDim)).cwiseAbs().maxCoeff(), 0.09);
    // What it is for: the line itself has (1 - t)^2 + t^2 of it.
    EXPECT_NEAR(straight / (kPairs * kDim), (1 - t) * (1 - t) + t * t, 0.08);
  }
}

RC_GTEST_PROP(VariancePreserving, IsTheLinearCombinationOfOrthogonalVectors, (std::uint64_t seed)) {
  Sampled sampled(seed);
  const VectorXf a = sampled.vector();
  VectorXf b = sampled.vector();
  b -= b.dot(a) / a.squaredNorm() * a;
  RC_PRE(b.norm() > 1e-3F);
  b -= b.dot(a) / a.squaredNorm() * a;
  const double t = sampled.t();
  const VectorXf combined =
      lerp(a, b, t) / static_cast<float>(std::sqrt((1 - t) * (1 - t) + t * t));
  RC_ASSERT((variance_preserving(a, b, t) - combined).norm() < 1e-4F * (a.norm() + b.norm()));
}

TEST(VariancePreserving, StaysBetweenTheRadiiAndTakesSlerpsWayBetweenOpposites) {
  const VectorXf a = Eigen::Vector3f(3, 0, 0);
  EXPECT_TRUE(variance_preserving(a, -a, 0.5).isApprox(Eigen::Vector3f(0, 3, 0)));
  rc::check([](std::uint64_t seed) {
    Sampled sampled(seed);
    const VectorXf a = sampled.vector();
    const VectorXf b = sampled.vector();
    const float radius = variance_preserving(a, b, sampled.random.uniform(-3, 4)).norm();
    RC_ASSERT(radius >= 0.9999F * std::min(a.norm(), b.norm()));
    RC_ASSERT(radius <= 1.0001F * std::max(a.norm(), b.norm()));
  });
}

// Successive slerps by numpy, weights 0.2, 0.5, 0.3.
TEST(MultiSlerp, IsSuccessiveSlerpsInOrder) {
  Batch codes(3, 4);
  codes << 1, 2, -1, 0.5, -0.5, 1, 3, 2, 2, 0, 0, -1;
  const VectorXf blend = multi_slerp(codes, Eigen::Vector3d(0.2, 0.5, 0.3));
  EXPECT_TRUE(blend.isApprox(
      Eigen::Vector4f(1.592261565F, 1.781427664F, 1.629417225F, 0.994629856F), 1e-6F))
      << blend.transpose();
  Batch turned(3, 4);
  turned << codes.row(2), codes.row(1), codes.row(0);
  const VectorXf other = multi_slerp(turned, Eigen::Vector3d(0.3, 0.5, 0.2));
  EXPECT_FALSE(other.isApprox(blend, 1e-3F));      // the order counts for the direction
  EXPECT_NEAR(other.norm(), blend.norm(), 1e-5F);  // not for the radius
}

RC_GTEST_PROP(MultiSlerp, OfTwoIsSlerpAndOfOneIsIt, (std::uint64_t seed)) {
  Sampled sampled(seed);
  Batch codes(2, sampled.dim);
  codes << sampled.vector().transpose(), sampled.vector().transpose();
  const double t = sampled.t();
  RC_ASSERT(near(multi_slerp(codes, Eigen::Vector2d(1.0 - t, t)),
                 slerp(codes.row(0), codes.row(1), t), 1e-6));
  RC_ASSERT(multi_slerp(codes, Eigen::Vector2d(0, 1)) == codes.row(1).transpose());
  RC_ASSERT(multi_slerp(codes, Eigen::Vector2d(1, 0)) == codes.row(0).transpose());
  RC_ASSERT(multi_slerp(codes.topRows(1), Eigen::VectorXd::Ones(1)) == codes.row(0).transpose());
}

RC_GTEST_PROP(MultiSlerp, LeavesEqualCodesAndBlendsRadii, (std::uint64_t seed)) {
  Sampled sampled(seed);
  const int count = 1 + static_cast<int>(sampled.random.below(6));
  Eigen::VectorXd weights(count);
  for (double& weight : weights) weight = sampled.random.uniform(0.01, 1);
  weights /= weights.sum();
  const VectorXf code = sampled.vector();
  RC_ASSERT(multi_slerp(code.transpose().replicate(count, 1), weights) == code);
  Batch codes(count, sampled.dim);
  double radius = 0.0;
  for (int i = 0; i < count; ++i) {
    codes.row(i) = sampled.vector().transpose();
    radius += weights[i] * codes.row(i).norm();
  }
  RC_ASSERT(std::abs(multi_slerp(codes, weights).norm() - radius) < 1e-4 * radius);
}

TEST(MultiSlerp, RefusesWeightsThatAreNone) {
  const Batch codes = Batch::Identity(3, 3);
  EXPECT_THROW((void)multi_slerp(codes, Eigen::Vector3d(0.5, 0.5, 0.5)), UsageError);
  EXPECT_THROW((void)multi_slerp(codes, Eigen::Vector3d(1.2, -0.1, -0.1)), UsageError);
  EXPECT_THROW((void)multi_slerp(codes, Eigen::Vector3d(0.5, 0.5, std::nan(""))), UsageError);
  EXPECT_THROW((void)multi_slerp(codes, Eigen::Vector2d(0.5, 0.5)), UsageError);
  EXPECT_THROW((void)multi_slerp(Batch(0, 3), Eigen::VectorXd()), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
