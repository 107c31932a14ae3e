#include "lasso.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "samples.hpp"

namespace poseaae::metrics {
namespace {

TEST(LassoTest, OfUnrelatedLatentsShrinksEachCorrelation) {
  Eigen::MatrixXd cross(4, 2);
  cross << 0.5, 0.01, -0.3, 0.8, 0.04, -0.05, 0.0, 0.0;
  Eigen::MatrixXd expected(4, 2);
  expected << 0.45, 0.0, -0.25, 0.75, 0.0, 0.0, 0.0, 0.0;
  EXPECT_TRUE(lasso(Eigen::Matrix4d::Identity(), cross, 0.05).isApprox(expected, 1e-12));
}

TEST(LassoTest, LeavesOutALatentWithoutVariance) {
  Eigen::Matrix2d gram;
  gram << 1, 0, 0, 0;
  EXPECT_TRUE(lasso(gram, Eigen::Vector2d(0.7, 0.0), 0.0).isApprox(Eigen::Vector2d(0.7, 0.0)));
}

// Karush, Kuhn and Tucker: the slope is -lambda sign(w) where w is not 0, and within lambda of 0
// where it is.
RC_GTEST_PROP(LassoProperty, MeetsTheConditionsOfAMinimum, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  const Eigen::MatrixXd codes = test::normal_rows(60, 5, seed).cast<double>();
  Eigen::MatrixXd mixed = codes;
  mixed.col(1) += 0.8 * codes.col(0);
  const Eigen::MatrixXd targets =
      test::normal_rows(60, 2, seed + 1).cast<double>() + codes.leftCols(2);
  const Eigen::MatrixXd gram = mixed.transpose() * mixed / 60.0;
  const Eigen::MatrixXd cross = mixed.transpose() * targets / 60.0;
  const double penalty = *rc::gen::element(0.0, 0.02, 0.2, 1.0);
  const Eigen::MatrixXd weights = lasso(gram, cross, penalty);
  const Eigen::MatrixXd slope = gram * weights - cross;
  for (Eigen::Index i = 0; i < weights.size(); ++i) {
    const double w = weights.reshaped()[i];
    const double s = slope.reshaped()[i];
    const double off = w != 0.0 ? std::abs(s + std::copysign(penalty, w)) : std::abs(s) - penalty;
    RC_ASSERT(off < 1e-6);
  }
}

}  // namespace
}  // namespace poseaae::metrics
