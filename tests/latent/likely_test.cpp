#include "poseaae/latent/likely.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/territory.hpp"
#include "two_heaps.hpp"

namespace poseaae::latent {
namespace {

using codec::FlowMap;

constexpr double kFps = 30.0;

class LikelyTest : public testing::Test {
 protected:
  static const codec::LatentStatistics& statistics() {
    static const auto known = test::two_heaps_model();
    return known;
  }
  const FlowMap flow_{statistics().flow};
  const LatentGaussian space_{statistics()};
  const PointMetric metric_ = [](const Batch& z) -> Eigen::MatrixXd { return z.cast<double>(); };
  /// In which nothing moves, so that nothing has to slow down.
  const PointMetric still_ = [](const Batch& z) -> Eigen::MatrixXd {
    return Eigen::MatrixXd::Zero(z.rows(), 1);
  };
  const LatentGaussian normal_{
      LatentStatistics{Eigen::Vector2d::Zero(), Eigen::Matrix2d::Identity()}};

  [[nodiscard]] double share_outside(const Batch& points) const {
    return (commonness(points, flow_).array() < 0.01).cast<double>().mean();
  }
};

double in_gap(const Batch& points) {
  return (points.col(0).array().abs() < 1.0F).cast<double>().mean();
}

// Walks that forget quickly, so that their points are nearly independent.
WalkOptions quick() {
  return {.kind = "ou", .count = 4000, .time_scale_s = 0.05, .step_size = {}, .seed = 3};
}

TEST_F(LikelyTest, AWalkIsOneOfTheFlowsCoordinates) {
  for (const char* kind : {"matern", "ou", "sphere"}) {
    const WalkOptions options{.kind = kind, .count = 200, .spread = 0.8, .seed = 4};
    const Batch expected = walk(normal_, {}, options, kFps).points;
    const Batch found = flow_.to_normal(likely_walk(flow_, {}, options, kFps, still_).points);
    EXPECT_LT((found - expected).cwiseAbs().maxCoeff(), 1e-3F) << kind;
  }
}

// Points of the walk are N(0, I) taken back, so that as many of them lie outside as of independent
// ones. A walk of the same mean and covariance has 0.38 of its points in the gap (sampling_test).
TEST_F(LikelyTest, ItsPointsAreAsCommonAsThoseOfTheFlow) {
  Batch e(4000, 2);
  Random random(8);
  random.fill_normal({e.data(), static_cast<std::size_t>(e.size())});
  const double usual = share_outside(flow_.from_normal(e));
  const Batch likely = likely_walk(flow_, {}, quick(), kFps, still_).points;
  const Batch plain = walk(space_, {}, quick(), kFps).points;
  EXPECT_NEAR(share_outside(likely), usual, 0.01);
  EXPECT_LT(usual, 0.1);
  EXPECT_GT(share_outside(plain), 0.25);
  EXPECT_NEAR(in_gap(plain), 0.38, 0.06);
  EXPECT_LT(in_gap(likely), 0.06);
  // A walk that crosses the gap every few frames, and takes its time for it, is there more often.
  EXPECT_LT(in_gap(likely_walk(flow_, {}, quick(), kFps, metric_).points), 0.5 * in_gap(plain));
}

TEST_F(LikelyTest, BeginsAtItsStart) {
  const Eigen::VectorXf start = Eigen::Vector2f(2.1F, -0.3F);
  const auto path = likely_walk(flow_, start, {.count = 60}, kFps, metric_).points;
  EXPECT_EQ(path.row(0).transpose(), start);
  EXPECT_LT((path.row(1).transpose() - start).norm(), 0.3F);
  const auto round = likely_loop(flow_, start, {.seconds = 3}, kFps, metric_);
  EXPECT_EQ(round.points.row(0).transpose(), start);
}

// The metric gets latents, and the loop begins where it is slow there: no seam shows.
TEST_F(LikelyTest, ALoopBeginsWhereItIsSlowInLatents) {
  const Batch points = likely_loop(flow_, {}, {.seconds = 6, .seed = 2}, kFps, metric_).points;
  const Batch steps = points.bottomRows(points.rows() - 1) - points.topRows(points.rows() - 1);
  Eigen::VectorXf lengths = steps.rowwise().norm();
  std::ranges::sort(lengths);
  EXPECT_LT((points.row(0) - points.bottomRows(1)).norm(), 0.5F * lengths[lengths.size() / 2]);
}

// The flow crosses the gap in a few frames, at many times the usual speed; a walk takes its time.
TEST_F(LikelyTest, DoesNotHurryFromHeapToHeap) {
  const auto hurry = [&](const Batch& z) {
    const Batch steps = z.bottomRows(z.rows() - 1) - z.topRows(z.rows() - 1);
    Eigen::VectorXf lengths = steps.rowwise().norm();
    std::ranges::sort(lengths);
    return lengths[lengths.size() - 1] / lengths[lengths.size() / 2];
  };
  const WalkOptions options{.count = 1500, .seed = 4};
  EXPECT_GT(hurry(likely_walk(flow_, {}, options, kFps, still_).points), 5.0F);
  EXPECT_LT(hurry(likely_walk(flow_, {}, options, kFps, metric_).points), 3.5F);
  const LoopOptions round{.seconds = 30, .seed = 4};
  EXPECT_GT(hurry(likely_loop(flow_, {}, round, kFps, still_).points), 5.0F);
  EXPECT_LT(hurry(likely_loop(flow_, {}, round, kFps, metric_).points), 3.5F);
}

TEST_F(LikelyTest, RefusesAWalkThatLeaves) {
  EXPECT_THROW((void)likely_walk(flow_, {}, {.kind = "tutorial"}, kFps, metric_), UsageError);
  EXPECT_THROW((void)likely_walk(flow_, {}, {.kind = "steps"}, kFps, metric_), UsageError);
  EXPECT_THROW((void)likely_walk(flow_, Eigen::VectorXf::Zero(3), {}, kFps, metric_), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
