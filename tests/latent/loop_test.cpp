#include "poseaae/latent/loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/latent/decode.hpp"
#include "samples.hpp"

namespace poseaae::latent {
namespace {

LatentGaussian space() { return LatentGaussian(test::model_like()); }

LoopOptions of(const std::string& kind, std::uint64_t seed = 1) {
  LoopOptions options;
  options.kind = kind;
  options.seed = seed;
  return options;
}

/// The step from the last frame to the first, over the median of all others.
double closing(const Eigen::MatrixXd& points) {
  std::vector<double> steps;
  for (Eigen::Index t = 1; t < points.rows(); ++t) {
    steps.push_back((points.row(t) - points.row(t - 1)).norm());
  }
  std::nth_element(steps.begin(), steps.begin() + static_cast<long>(steps.size() / 2), steps.end());
  return (points.row(0) - points.row(points.rows() - 1)).norm() / steps[steps.size() / 2];
}

class Loops : public testing::TestWithParam<const char*> {};

TEST_P(Loops, CloseWithoutAJumpInLatentsAndInJoints) {
  const auto model = test::small_model(3.0F);
  const LatentGaussian gaussian(model.latent());
  const PointMetric joints = joint_positions(model);
  Random random(9);
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    std::optional<Eigen::VectorXf> start;
    if (seed % 2 == 0) start = gaussian.sample(random).cast<float>();
    const auto path = loop(gaussian, start, of(GetParam(), seed), 30, joints);
    ASSERT_EQ(path.frames(), 240);
    if (start) {
      EXPECT_EQ(path.points.row(0), start->transpose());
    }
    EXPECT_LT(closing(path.points.cast<double>()), 1.5) << seed;
    EXPECT_LT(closing(gaussian.whiten(path.points).cast<double>()), 1.5) << seed;
    EXPECT_LT(closing(joints(path.points)), 1.5) << seed;
    const auto unseen = loop(gaussian, start, of(GetParam(), seed), 30);
    EXPECT_LT(closing(unseen.points.cast<double>()), 1.5) << seed;
  }
}

// As smooth over the joint as anywhere else: second differences there are no outliers.
TEST_P(Loops, CloseWithTheirVelocity) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Batch e = space().whiten(loop(space(), {}, of(GetParam(), seed), 30).points);
    const auto frames = e.rows();
    const auto bend = [&](Eigen::Index t) {
      return (e.row((t + 1) % frames) - 2 * e.row(t) + e.row((t + frames - 1) % frames)).norm();
    };
    float sharpest = 0.0F;
    for (Eigen::Index t = 1; t + 1 < frames; ++t) sharpest = std::max(sharpest, bend(t));
    EXPECT_LE(bend(0), 1.01F * sharpest);
    EXPECT_LE(bend(frames - 1), 1.01F * sharpest);
  }
}

// 420 loops of 8 s at 30 fps: 100,800 frames.
TEST_P(Loops, KeepTheModelsShellOver100000Steps) {
  const LatentGaussian gaussian = space();
  constexpr int kLoops = 420;
  Batch all(kLoops * 240, 8);
  for (int i = 0; i < kLoops; ++i) {
    all.middleRows(i * 240, 240) =
        loop(gaussian, {}, of(GetParam(), 1 + static_cast<std::uint64_t>(i)), 30).points;
  }
  EXPECT_NEAR(test::mean_square(gaussian, all), 1.0, 0.05);
  // 420 loops are few independent poses, the more so where a loop is one circle: standard errors
  // of 0.05 for the covariance of loops in two dimensions.
  const auto off = test::off_moments(gaussian, all);
  EXPECT_LT(off.mean, 0.15);
  EXPECT_LT(off.covariance, 0.2);
}

TEST_P(Loops, AreRepeatableAndDependOnTheSeed) {
  const auto path = loop(space(), {}, of(GetParam()), 25);
  EXPECT_EQ(path.fps, 25);
  EXPECT_EQ(path.frames(), 200);
  EXPECT_EQ(path.points, loop(space(), {}, of(GetParam()), 25).points);
  EXPECT_NE(path.points, loop(space(), {}, of(GetParam(), 2), 25).points);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Loops, testing::Values("fourier", "great_circle"));

// w_0 = 0.2887, w_1 = 0.3972, ... for l = 1 s and 8 s by numpy; 2 (w_0^2 + sum w_h^2 / 2) = 0.3610
// over Z is the variance of a loop's mean |e|^2 / Z. 2000 loops: 3 % of a variance.
TEST(FourierLoop, VariesFromLoopToLoopAsItsSpectrumSays) {
  const LatentGaussian gaussian = space();
  constexpr int kLoops = 2000;
  Eigen::ArrayXd means(kLoops);
  for (int i = 0; i < kLoops; ++i) {
    const auto path = loop(gaussian, {}, of("fourier", 1 + static_cast<std::uint64_t>(i)), 15);
    means[i] = test::mean_square(gaussian, path.points);
  }
  EXPECT_NEAR(means.mean(), 1.0, 0.02);
  EXPECT_NEAR((means - means.mean()).square().mean(), 0.3610 / 8, 0.15 * 0.3610 / 8);
}

// sum_n k(t + 8 n) / sum_n k(8 n) with Matern's k, l = 1 s; by numpy.
TEST(FourierLoop, HasTheMaternCovarianceWrappedAround) {
  const LatentGaussian gaussian = space();
  constexpr int kLoops = 2000;
  const std::vector<std::pair<int, double>> expected{
      {15, 0.78490354}, {30, 0.48341796}, {60, 0.14007728}, {120, 0.01553507}};
  std::vector<double> sums(expected.size(), 0.0);
  for (int i = 0; i < kLoops; ++i) {
    const Batch e = gaussian.whiten(
        loop(gaussian, {}, of("fourier", 1 + static_cast<std::uint64_t>(i)), 30).points);
    for (std::size_t k = 0; k < expected.size(); ++k) {
      const int lag = expected[k].first;
      Batch later(240, 8);
      later << e.bottomRows(240 - lag), e.topRows(lag);
      sums[k] += e.cwiseProduct(later).mean() / kLoops;
    }
  }
  for (std::size_t k = 0; k < expected.size(); ++k) {
    EXPECT_NEAR(sums[k], expected[k].second, 0.02) << expected[k].first;
  }
}

TEST(FourierLoop, RestsInItsStart) {
  const Eigen::VectorXf start = space().mean().cast<float>() + Eigen::VectorXf::Constant(8, 0.3F);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Batch e = space().whiten(loop(space(), start, of("fourier", seed), 120).points);
    const auto last = e.rows() - 1;
    const float usual =
        std::sqrt((e.bottomRows(last) - e.topRows(last)).rowwise().squaredNorm().mean());
    EXPECT_LT((e.row(1) - e.row(last)).norm() / 2.0F, 0.1F * usual);
  }
}

// Over many loops from one start, the law is that of all loops given that they pass there at rest:
// half a turn later, where the covariance with position and velocity is next to nothing (k =
// 0.0155, k' = 0), it is N(0.0155 e(0), 1) again.
TEST(FourierLoop, ForgetsItsStartByItsOwnLaw) {
  const LatentStatistics unit{Eigen::VectorXd::Zero(8), Eigen::MatrixXd::Identity(8, 8)};
  const LatentGaussian gaussian(unit);
  const Eigen::VectorXf start = Eigen::VectorXf::Constant(8, 3.0F);
  constexpr int kLoops = 1500;
  Eigen::ArrayXXd soon(kLoops, 8);
  Eigen::ArrayXXd opposite(kLoops, 8);
  for (int i = 0; i < kLoops; ++i) {
    const auto path = loop(gaussian, start, of("fourier", 1 + static_cast<std::uint64_t>(i)), 30);
    soon.row(i) = path.points.row(15).cast<double>().array();
    opposite.row(i) = path.points.row(120).cast<double>().array();
  }
  EXPECT_NEAR(soon.mean(), 3.0 * 0.78490354, 0.03);
  EXPECT_NEAR(opposite.mean(), 3.0 * 0.01553507, 0.04);
  EXPECT_NEAR((opposite - opposite.mean()).square().mean(), 1.0, 0.05);
}

TEST(FourierLoop, OfOneHarmonicIsAnEllipse) {
  auto options = of("fourier");
  options.harmonics = 1;
  const Batch e = space().whiten(loop(space(), {}, options, 30).points);
  const Batch sums = e.topRows(120) + e.bottomRows(120);  // opposite points: twice the centre
  EXPECT_LT((sums.rowwise() - sums.row(0)).cwiseAbs().maxCoeff(), 2e-3F);
}

TEST(FourierLoop, IsTheSameLoopAtAnotherFrameRate) {
  // It begins where it is slowest, which may be elsewhere: compare it as a set.
  const Batch coarse = space().whiten(loop(space(), {}, of("fourier"), 30).points);
  const Batch fine = space().whiten(loop(space(), {}, of("fourier"), 60).points);
  for (Eigen::Index t = 0; t < coarse.rows(); t += 10) {
    EXPECT_LT((fine.rowwise() - coarse.row(t)).rowwise().norm().minCoeff(), 0.15F);
  }
}

TEST(GreatCircle, KeepsItsRadiusAndTurnsEvenly) {
  const LatentGaussian gaussian = space();
  const auto check = [&](const std::optional<Eigen::VectorXf>& start, double radius,
                         double spread) {
    auto options = of("great_circle");
    options.spread = spread;
    const Batch e = gaussian.whiten(loop(gaussian, start, options, 30).points);
    for (Eigen::Index t = 0; t < 240; ++t) {
      EXPECT_NEAR(e.row(t).norm(), radius, 2e-3);
      EXPECT_NEAR((e.row((t + 1) % 240) - e.row(t)).norm(), 2 * radius * std::sin(M_PI / 240),
                  2e-3);
      EXPECT_LT((e.row((t + 120) % 240) + e.row(t)).norm(), 5e-3F);  // the opposite pose
    }
  };
  check({}, std::sqrt(8.0), 1.0);
  check({}, 0.5 * std::sqrt(8.0), 0.5);
  const Eigen::VectorXf start = gaussian.mean().cast<float>() + Eigen::VectorXf::Constant(8, 0.3F);
  check(start, gaussian.whiten(start.transpose()).norm(), 1.0);
}

TEST(Loop, SaysWhatIsWrong) {
  using testing::HasSubstr;
  using testing::ThrowsMessage;
  EXPECT_THAT([] { of("furier").validate(); },
              ThrowsMessage<UsageError>(HasSubstr("did you mean fourier?")));
  for (const double wrong : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    auto options = of("fourier");
    options.seconds = wrong;
    EXPECT_THROW(options.validate(), UsageError);
    options = of("fourier");
    options.time_scale_s = wrong;
    EXPECT_THROW(options.validate(), UsageError);
    options = of("fourier");
    options.spread = wrong;
    EXPECT_THROW(options.validate(), UsageError);
  }
  auto options = of("great_circle");
  options.time_scale_s = 1.0;
  EXPECT_THROW(options.validate(), UsageError);
  options = of("fourier");
  options.harmonics = -1;
  EXPECT_THROW(options.validate(), UsageError);
  options = of("fourier");
  options.seconds = 0.05;  // one frame or two
  EXPECT_THROW((void)loop(space(), {}, options, 30), UsageError);
  EXPECT_THROW((void)loop(space(), Eigen::VectorXf::Zero(2), of("fourier"), 30), UsageError);
  EXPECT_THROW((void)loop(space(), space().mean().cast<float>(), of("great_circle"), 30),
               UsageError);
  const LatentStatistics line{Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Identity(1, 1)};
  EXPECT_THROW((void)loop(LatentGaussian(line), {}, of("great_circle"), 30), UsageError);
}

/// Twelve kinds of movement that a walk hardly leaves. A loop through one of them is of points that
/// such movements have: those of a component have |e|^2 / sigma^2 = Z on average, and this loop, of
/// many, comes nearer. That whose ends were nearest has 0.53 of it.
TEST(StepsLoop, StaysAmongWhatWasLearned) {
  constexpr int kDim = 8;
  constexpr double kDeviation = 0.3;
  LatentStatistics statistics;
  statistics.mean = Eigen::VectorXd::Zero(kDim);
  statistics.covariance = Eigen::MatrixXd::Identity(kDim, kDim);
  statistics.step = 0.8 * Eigen::MatrixXd::Identity(kDim, kDim);
  Random random(5);
  Eigen::MatrixXd means(12, kDim);
  for (double& value : means.reshaped()) value = random.normal();
  statistics.mixture = {Eigen::VectorXd::Constant(12, 1.0 / 12.0), means, {}};
  statistics.mixture.covariances.assign(
      12, kDeviation * kDeviation * Eigen::MatrixXd::Identity(kDim, kDim));
  const LatentGaussian space(statistics);
  double sum = 0.0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    LoopOptions options{.kind = "steps", .seconds = 8.0, .seed = seed};
    const auto path = loop(space, means.row(0).transpose().cast<float>(), options, 1.0);
    for (int t = 0; t < path.frames(); ++t) {
      const Eigen::RowVectorXd e = path.points.row(t).cast<double>();
      sum += (means.rowwise() - e).rowwise().squaredNorm().minCoeff() / (20.0 * path.frames());
    }
  }
  EXPECT_LT(sum / (kDeviation * kDeviation * kDim), 0.4);
}

}  // namespace
}  // namespace poseaae::latent
