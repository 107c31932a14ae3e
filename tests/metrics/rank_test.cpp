#include "poseaae/metrics/rank.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"

namespace poseaae::metrics {
namespace {

const Eigen::VectorXd kX = (Eigen::VectorXd(8) << 3, 1, 4, 1, 5, 9, 2, 6).finished();
const Eigen::VectorXd kY = (Eigen::VectorXd(8) << 2, 7, 1, 8, 2, 8, 1, 8).finished();

// scipy.stats: rankdata and spearmanr
TEST(RanksTest, ShareThePlacesOfTies) {
  EXPECT_EQ(ranks(kY), (Eigen::VectorXd(8) << 3.5, 5, 1.5, 7, 3.5, 7, 1.5, 7).finished());
}

TEST(SpearmanTest, IsScipysWithTies) { EXPECT_NEAR(spearman(kX, kY), 0.19885368120992467, 1e-12); }

RC_GTEST_PROP(SpearmanTest, IsOneForEveryGrowingMapAndTurnsWithTheSign, ()) {
  const auto values =
      *rc::gen::unique<std::vector<int>>(*rc::gen::inRange(2, 20), rc::gen::inRange(-50, 50));
  Eigen::VectorXd x(static_cast<Eigen::Index>(values.size()));
  for (Eigen::Index i = 0; i < x.size(); ++i) x[i] = values[static_cast<std::size_t>(i)];
  const Eigen::VectorXd grown = x.array().cube() + 1e-3 * x.array();
  RC_ASSERT(std::abs(spearman(x, grown) - 1.0) < 1e-12);
  RC_ASSERT(std::abs(spearman(x, -grown) + 1.0) < 1e-12);
}

TEST(SpearmanTest, OfAConstantIsZeroAndOfNoNumberAnError) {
  EXPECT_EQ(spearman(kX, Eigen::VectorXd::Ones(8)), 0.0);
  EXPECT_THROW((void)spearman(kX, kX.head(3)), UsageError);
  Eigen::VectorXd gap = kX;
  gap[2] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((void)spearman(gap, kX), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
