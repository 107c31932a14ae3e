#include "poseaae/latent/sampling.hpp"

#include <gmock/gmock.h>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/gaussian.hpp"
#include "poseaae/latent/loop.hpp"
#include "poseaae/latent/mixture.hpp"
#include "poseaae/latent/walk.hpp"
#include "samples.hpp"
#include "two_heaps.hpp"

namespace poseaae::latent {
namespace {

using codec::LatentStatistics;
using testing::HasSubstr;

std::string complaint(const LatentStatistics& statistics, Sampling sampling) {
  try {
    (void)draw_of(statistics, sampling);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Sampling, IsByTheMixtureInModelsWithAFlow) {
  EXPECT_EQ(usual_sampling(test::two_heaps_model()), Sampling::kMixture);
  EXPECT_EQ(usual_sampling(test::model_like()), Sampling::kPrior);
}

TEST(Sampling, OfThePriorIsWhatItAlwaysWas) {
  const LatentStatistics statistics = test::two_heaps_model();
  Random a(7);
  Random b(7);
  EXPECT_EQ(draw_of(statistics, Sampling::kPrior)(a), LatentGaussian(statistics).sample(b));
  EXPECT_EQ(draw_of(statistics, Sampling::kMixture)(a),
            LatentMixture(statistics.mixture).sample(b));
}

TEST(Sampling, ByTheFlowIsItsInverseOfNormalNumbers) {
  const LatentStatistics statistics = test::two_heaps_model();
  Random a(7);
  Random b(7);
  Eigen::Vector2d e;
  for (double& value : e) value = b.normal();
  const Eigen::VectorXd z = draw_of(statistics, Sampling::kFlow)(a);
  EXPECT_LT((codec::FlowMap(statistics.flow).to_normal(z) - e).norm(), 1e-8);
}

// Half of the points lie in each heap, and none between them: |x| < 1 is 6 deviations away from
// both. The prior, N(0, 2.01^2), has 2 Phi(1 / 2.01) - 1 = 0.381 of its points there.
TEST(Sampling, KeepsOutOfTheGapUnlessByThePrior) {
  const LatentStatistics statistics = test::two_heaps_model();
  const auto in_gap = [&](Sampling sampling) {
    const Draw draw = draw_of(statistics, sampling);
    Random random(1);
    constexpr int kPoints = 4000;
    int inside = 0;
    for (int i = 0; i < kPoints; ++i) inside += std::abs(draw(random)[0]) < 1.0 ? 1 : 0;
    return static_cast<double>(inside) / kPoints;
  };
  EXPECT_NEAR(in_gap(Sampling::kPrior), 0.381, 0.025);
  EXPECT_LT(in_gap(Sampling::kMixture), 0.01);
  EXPECT_LT(in_gap(Sampling::kFlow), 0.06);
}

TEST(Sampling, SaysWhatAModelHas) {
  LatentStatistics statistics = test::two_heaps_model();
  statistics.flow = {};
  EXPECT_THAT(complaint(statistics, Sampling::kFlow), HasSubstr("prior or mixture"));
  EXPECT_THAT(complaint(statistics, Sampling::kFlow), HasSubstr("train it again"));
  statistics.step = Eigen::Matrix2d::Identity();
  EXPECT_THAT(complaint(statistics, Sampling::kFlow), HasSubstr("models of windows"));
  EXPECT_THAT(complaint(test::model_like(), Sampling::kMixture),
              HasSubstr("expected prior, which is what this model has, found mixture"));
  EXPECT_THROW((void)flow_of(statistics, "something"), UsageError);
}

// Walks begin at the point that is drawn, at `spread` times its distance from the mean, and loops
// pass it.
TEST(Sampling, WalksAndLoopsBeginWhereADrawSays) {
  const LatentGaussian space(test::model_like());
  const Eigen::VectorXd point =
      space.mean() + space.shape(Eigen::VectorXd::LinSpaced(space.dim(), -1.0, 1.0));
  const Draw draw = [&](Random&) { return point; };
  for (const char* kind : {"matern", "ou", "sphere"}) {
    for (const double spread : {1.0, 0.5}) {
      const WalkOptions options{.kind = kind, .count = 20, .spread = spread};
      const auto path = walk(space, {}, options, 30, draw);
      const Eigen::VectorXd expected = space.mean() + spread * (point - space.mean());
      EXPECT_LT((path.points.row(0).transpose().cast<double>() - expected).norm(), 1e-4) << kind;
    }
  }
  const auto tutorial = walk(space, {}, {.kind = "tutorial", .count = 2}, 30, draw);
  EXPECT_EQ(tutorial.points.row(0), point.cast<float>().transpose());
  for (const char* kind : {"fourier", "great_circle"}) {
    const auto path = loop(space, {}, {.kind = kind, .seconds = 4}, 30, {}, draw);
    const auto apart = path.points.rowwise() - point.cast<float>().transpose();
    EXPECT_LT(apart.rowwise().norm().minCoeff(), 1e-4) << kind;
  }
}

}  // namespace
}  // namespace poseaae::latent
