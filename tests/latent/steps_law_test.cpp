#include "latent/steps_law.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>

#include "poseaae/base/random.hpp"

namespace poseaae::latent {
namespace {

constexpr int kDim = 3;
constexpr int kSteps = 5;

/// A correlation with singular values below 1.
Eigen::MatrixXd follow() {
  Random random(4);
  Eigen::MatrixXd r(kDim, kDim);
  for (double& value : r.reshaped()) value = random.normal();
  return 0.9 / r.operatorNorm() * r;
}

/// Of all points e_0 .. e_K of the stationary vector autoregression, written out: E[e_s+t e_s^T] =
/// R^t.
Eigen::MatrixXd joint_covariance(const Eigen::MatrixXd& r) {
  const int size = (kSteps + 1) * kDim;
  Eigen::MatrixXd joint(size, size);
  for (int s = 0; s <= kSteps; ++s) {
    Eigen::MatrixXd power = Eigen::MatrixXd::Identity(kDim, kDim);
    for (int t = s; t <= kSteps; ++t) {
      joint.block(t * kDim, s * kDim, kDim, kDim) = power;
      joint.block(s * kDim, t * kDim, kDim, kDim) = power.transpose();
      power = r * power;
    }
  }
  return joint;
}

Eigen::MatrixXd path_of(std::uint64_t seed) {
  Random random(seed);
  Eigen::MatrixXd path(kSteps + 1, kDim);
  for (double& value : path.reshaped()) value = random.normal();
  return path;
}

Eigen::VectorXd stacked(const Eigen::MatrixXd& path) {
  const Eigen::MatrixXd columns = path.transpose();
  return columns.reshaped();
}

/// x - C A^T (A C A^T)^-1 A x: Gaussian conditioning on A x = 0, of the joint covariance.
Eigen::VectorXd conditioned(const Eigen::VectorXd& x, const Eigen::MatrixXd& joint,
                            const Eigen::MatrixXd& a) {
  const Eigen::MatrixXd gain = joint * a.transpose() * (a * joint * a.transpose()).inverse();
  return x - gain * (a * x);
}

TEST(StepsLaw, ClosesAPathAsConditioningOfAllItsPointsDoes) {
  const Eigen::MatrixXd path = path_of(7);
  Eigen::MatrixXd returns = Eigen::MatrixXd::Zero(kDim, path.size());
  returns.leftCols(kDim) = -Eigen::MatrixXd::Identity(kDim, kDim);
  returns.rightCols(kDim).setIdentity();
  const Eigen::MatrixXd closed = closed_by_steps(path, follow(), false);
  EXPECT_LT((stacked(closed) - conditioned(stacked(path), joint_covariance(follow()), returns))
                .cwiseAbs()
                .maxCoeff(),
            1e-9);
  EXPECT_LT((closed.row(0) - closed.row(kSteps)).norm(), 1e-12);
}

TEST(StepsLaw, KeepsABeginningThatIsHeld) {
  const Eigen::MatrixXd path = path_of(8);
  const Eigen::MatrixXd closed = closed_by_steps(path, follow(), true);
  EXPECT_LT((closed.row(0) - path.row(0)).norm(), 1e-12);
  EXPECT_LT((closed.row(kSteps) - path.row(0)).norm(), 1e-12);
}

/// Of a path that goes on as the autoregression expects, e_t = R^t e_0, that is the mean given both
/// ends, from the precision of the chain: K_bb e_b = -K_ba e_a.
TEST(StepsLaw, LeadsAPathToItsEnd) {
  const Eigen::MatrixXd ends = path_of(9);
  const Eigen::VectorXd from = ends.row(0);
  const Eigen::VectorXd to = ends.row(1);
  Eigen::MatrixXd expected(kSteps + 1, kDim);
  for (int t = 0; t <= kSteps; ++t) {
    expected.row(t) = t == 0 ? from.transpose().eval()
                             : (follow() * expected.row(t - 1).transpose()).transpose().eval();
  }
  const Eigen::MatrixXd precision = joint_covariance(follow()).inverse();
  const int inner = (kSteps - 1) * kDim;
  const Eigen::VectorXd pull = precision.block(kDim, 0, inner, kDim) * from +
                               precision.block(kDim, kSteps * kDim, inner, kDim) * to;
  const Eigen::VectorXd wanted = -precision.block(kDim, kDim, inner, inner).inverse() * pull;
  const Eigen::MatrixXd found = led_by_steps(expected, to, follow());
  EXPECT_LT((found.row(0).transpose() - from).norm(), 1e-12);
  EXPECT_LT((found.row(kSteps).transpose() - to).norm(), 1e-12);
  EXPECT_LT((stacked(found.middleRows(1, kSteps - 1)) - wanted).cwiseAbs().maxCoeff(), 1e-9);
}

}  // namespace
}  // namespace poseaae::latent
