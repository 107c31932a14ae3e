#include "poseaae/latent/walk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::latent {
namespace {

constexpr int kLong = 100'001;  // 100,000 steps

LatentGaussian space() { return LatentGaussian(test::model_like()); }

WalkOptions of(const std::string& kind, int count, std::optional<double> time_scale_s = {}) {
  WalkOptions options;
  options.kind = kind;
  options.count = count;
  options.time_scale_s = time_scale_s;
  return options;
}

/// Mean of e(t) e(t + lag) / Z in whitened coordinates.
double autocovariance(const LatentGaussian& space, const LatentPath& path, int lag) {
  const Batch e = space.whiten(path.points);
  const auto count = e.rows() - lag;
  return e.topRows(count).cast<double>().cwiseProduct(e.bottomRows(count).cast<double>()).mean();
}

class StationaryWalk : public testing::TestWithParam<const char*> {};

// A long walk at the default time scale holds about 2300 independent poses (100,000 frames of 1/30
// s over an integral of the squared covariance of 1.44 s): a standard error of |e|^2 / Z of sqrt(2
// / (2300 Z)) = 1 %.
TEST_P(StationaryWalk, KeepsTheModelsShellOver100000Steps) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    auto options = of(GetParam(), kLong);
    options.seed = seed;
    EXPECT_NEAR(test::mean_square(space(), walk(space(), {}, options, 30).points), 1.0, 0.05);
  }
}

// Each mean, variance and product has to be right. Ten times faster: 23,000 independent poses and
// standard errors below 0.01.
TEST_P(StationaryWalk, HasTheModelsMeanAndCovariance) {
  const auto path = walk(space(), {}, of(GetParam(), kLong, 0.1), 30);
  const auto off = test::off_moments(space(), path.points);
  EXPECT_LT(off.mean, 0.05);
  EXPECT_LT(off.covariance, 0.05);
}

TEST_P(StationaryWalk, BeginsAtItsStart) {
  const Eigen::VectorXf start = Eigen::VectorXf::Constant(8, 0.4F);
  EXPECT_EQ(walk(space(), start, of(GetParam(), 3), 30).points.row(0), start.transpose());
}

/// A model that knows how its points follow one another: by a turn of 0.5 in the first two whitened
/// dimensions, by memory in the others.
LatentStatistics stepping() {
  LatentStatistics statistics = test::model_like();
  const LatentGaussian plain(statistics);
  const auto dim = plain.dim();
  Eigen::MatrixXd follow = 0.6 * Eigen::MatrixXd::Identity(dim, dim);
  follow.topLeftCorner(2, 2) << 0.9 * std::cos(0.5), -0.9 * std::sin(0.5), 0.9 * std::sin(0.5),
      0.9 * std::cos(0.5);
  // S R S, columns by whitened axes: unwhiten() of rows without the mean is a product with S.
  const Batch root = plain.unwhiten(Batch::Identity(dim, dim)).rowwise() -
                     statistics.mean.transpose().cast<float>();
  const Eigen::MatrixXd s = root.cast<double>();
  statistics.step = s * follow * s.transpose();
  return statistics;
}

/// Without a mixture, its prior is N(0, 0.64 I), and the next point given x is, by conditioning of
/// Gaussians with the precision S = (I - R R^T)^-1,
///   N(P S R x, P),   P = (I / 0.64 + S - I)^-1.
TEST(StepsWalk, FollowsTheModelsOwnSteps) {
  const LatentGaussian space(stepping());
  ASSERT_EQ(space.steps().rows(), space.dim());
  EXPECT_NEAR(space.steps()(1, 0), 0.9 * std::sin(0.5), 1e-3);
  const auto dim = space.dim();
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(dim, dim);
  const Eigen::MatrixXd seen = (identity - space.steps() * space.steps().transpose()).inverse();
  const Eigen::MatrixXd rest = (identity / 0.64 + seen - identity).inverse();
  const Eigen::MatrixXd follow = rest * seen * space.steps();
  const auto path = walk(space, {}, of("steps", kLong), 1.25);
  const Eigen::MatrixXd e = space.whiten(path.points).cast<double>();
  const auto count = e.rows() - 1;
  const Eigen::MatrixXd residual = e.bottomRows(count) - e.topRows(count) * follow.transpose();
  EXPECT_LT(residual.colwise().mean().cwiseAbs().maxCoeff(), 0.02);
  const Eigen::MatrixXd spread = residual.transpose() * residual / static_cast<double>(count);
  EXPECT_LT((spread - rest).cwiseAbs().maxCoeff(), 0.02);
  const Eigen::MatrixXd left = residual.transpose() * e.topRows(count) / static_cast<double>(count);
  EXPECT_LT(left.cwiseAbs().maxCoeff(), 0.02) << "nothing else follows from the point before";
}

/// Two components far apart, and steps that keep the sign of the first axis: a walk stays on its
/// side, in that component's own spread.
TEST(StepsWalk, StaysInTheComponentThatItsStepsLeadTo) {
  LatentStatistics statistics;
  statistics.mean = Eigen::Vector2d::Zero();
  statistics.covariance = Eigen::Matrix2d::Identity();
  statistics.step = 0.95 * Eigen::Matrix2d::Identity();
  statistics.mixture = {
      Eigen::Vector2d(0.5, 0.5),
      (Eigen::MatrixXd(2, 2) << 1.0, 0.0, -1.0, 0.0).finished(),
      {0.01 * Eigen::MatrixXd::Identity(2, 2), 0.01 * Eigen::MatrixXd::Identity(2, 2)}};
  const LatentGaussian space(statistics);
  const auto path = walk(space, Eigen::Vector2f(1.0F, 0.0F), of("steps", 200), 1.25);
  EXPECT_GT(path.points.col(0).minCoeff(), 0.5F);
  EXPECT_NEAR(path.points.col(0).mean(), 1.0F, 0.05F);
  EXPECT_LT(path.points.col(1).cwiseAbs().maxCoeff(), 0.5F);
}

/// A component that is wider than all points together, and steps that hardly forget: what is seen,
/// x = r x' + noise, alone would have each point at x / r, farther out than the one before.
TEST(StepsWalk, StaysNearWhatWasLearnedHoweverLongItIs) {
  LatentStatistics statistics;
  statistics.mean = Eigen::Vector2d::Zero();
  statistics.covariance = Eigen::Matrix2d::Identity();
  statistics.step = 0.99 * Eigen::Matrix2d::Identity();
  statistics.mixture = {Eigen::VectorXd::Ones(1),
                        Eigen::MatrixXd::Zero(1, 2),
                        {25.0 * Eigen::MatrixXd::Identity(2, 2)}};
  const LatentGaussian space(statistics);
  const auto path = walk(space, Eigen::Vector2f(4.0F, 3.0F), of("steps", 2000), 1.25);
  EXPECT_LT(path.points.rowwise().norm().maxCoeff(), 0.8F * 5.0F * std::sqrt(2.0F) + 1.0F);
}

TEST(StepsWalk, NeedsAModelThatKnowsThem) {
  EXPECT_THROW((void)walk(space(), {}, of("steps", 5), 30), UsageError);
  LatentStatistics odd = stepping();
  odd.step = Eigen::MatrixXd::Zero(3, 3);
  EXPECT_THROW(LatentGaussian{odd}, ModelError);
}

TEST(Walk, ForgetsAStartFarAway) {
  const Eigen::VectorXf far = Eigen::VectorXf::Constant(8, 100.0F);
  for (const char* kind : {"matern", "ou"}) {  // the sphere keeps the start's radius
    const auto path = walk(space(), far, of(kind, 900), 30);
    EXPECT_NEAR(test::mean_square(space(), path.points.bottomRows(300)), 1.0, 0.5) << kind;
  }
}

TEST_P(StationaryWalk, SpreadsAsFarAsAskedFor) {
  const LatentGaussian gaussian = space();
  auto options = of(GetParam(), 50);
  const auto path = walk(gaussian, {}, options, 30);
  options.spread = 2.0;
  const auto wide = walk(gaussian, {}, options, 30);
  const auto away = [&](const LatentPath& p) -> Batch {
    return p.points.rowwise() - gaussian.mean().transpose().cast<float>();
  };
  EXPECT_TRUE(away(wide).isApprox(2.0F * away(path), 1e-4F));
  const Eigen::VectorXf start = Eigen::VectorXf::Constant(8, 0.5F);
  EXPECT_EQ(walk(gaussian, start, options, 30).points.row(0), start.transpose());
}

TEST_P(StationaryWalk, SlowsDownWithItsTimeScale) {
  const auto step = [&](double time_scale_s) {
    const auto path = walk(space(), {}, of(GetParam(), 20000, time_scale_s), 30);
    return 2.0 - 2.0 * autocovariance(space(), path, 1);
  };
  EXPECT_GT(step(0.5), 1.8 * step(1.0));  // OU: twice; the smooth ones: four times
}

TEST_P(StationaryWalk, StandsNextToStillOverAnAge) {
  const auto path = walk(space(), {}, of(GetParam(), 100, 1e9), 30);
  ASSERT_TRUE(path.points.allFinite());
  EXPECT_LT((path.points.row(99) - path.points.row(0)).norm(), 1e-3F);
  EXPECT_TRUE(walk(space(), {}, of(GetParam(), 100, 1e-9), 30).points.allFinite());
}

INSTANTIATE_TEST_SUITE_P(Kinds, StationaryWalk, testing::Values("matern", "ou", "sphere"));

// (1 + L t) exp(-L t), L = sqrt 3 / l, at whatever frame rate; numbers by numpy, l = 1 s. Products
// over 33,000 s: standard errors of 0.004.
TEST(MaternWalk, HasTheMaternCovarianceAtEveryFrameRate) {
  for (const double fps : {20.0, 60.0}) {
    const int count = static_cast<int>(6667 * fps);
    const auto path = walk(space(), {}, of("matern", count), fps);
    for (const auto& [lag_s, expected] : {std::pair{0.25, 0.92938361761},
                                          {0.5, 0.7848876539},
                                          {1.0, 0.48335772459},
                                          {2.0, 0.13973135019}}) {
      const int lag = static_cast<int>(std::lround(lag_s * fps));
      EXPECT_NEAR(autocovariance(space(), path, lag), expected, 0.03) << fps << " " << lag_s;
    }
  }
}

// From the covariance k: E |e(t+1) - e(t)|^2 = 2 - 2 k(dt), and of second differences 6 - 8 k(dt) +
// 2 k(2 dt), per dimension at 30 fps; by numpy. A process without a velocity has 2:6 of them here.
TEST(MaternWalk, IsAsSmoothAsItsCovarianceSays) {
  const LatentGaussian gaussian = space();
  const Batch e = gaussian.whiten(walk(gaussian, {}, of("matern", kLong), 30).points);
  const Batch first = e.bottomRows(kLong - 1) - e.topRows(kLong - 1);
  const Batch second = first.bottomRows(kLong - 2) - first.topRows(kLong - 2);
  EXPECT_NEAR(first.cwiseAbs2().mean() / 0.0032077687939593424, 1.0, 0.03);
  EXPECT_NEAR(second.cwiseAbs2().mean() / 0.00048103412964750625, 1.0, 0.02);
}

// Given e(0), and nothing of the velocity: mean k(t) e(0), variance 1 - k(t)^2.
TEST(MaternWalk, LeavesAStartByItsOwnLaw) {
  const LatentStatistics unit{Eigen::VectorXd::Zero(8), Eigen::MatrixXd::Identity(8, 8)};
  const Eigen::VectorXf start = Eigen::VectorXf::Constant(8, 2.0F);
  constexpr int kWalks = 2000;
  Eigen::ArrayXXd ends(kWalks, 8);
  for (int i = 0; i < kWalks; ++i) {
    auto options = of("matern", 16);  // 0.5 s later
    options.seed = 1 + static_cast<std::uint64_t>(i);
    ends.row(i) =
        walk(LatentGaussian(unit), start, options, 30).points.row(15).cast<double>().array();
  }
  constexpr double kCovariance = 0.7848876539574506;
  EXPECT_NEAR(ends.mean(), 2.0 * kCovariance, 0.03);
  EXPECT_NEAR((ends - 2.0 * kCovariance).square().mean(), 1.0 - kCovariance * kCovariance, 0.02);
}

// exp(-t / l); numbers by numpy, l = 1 s.
TEST(OuWalk, HasAnExponentialCovarianceAtEveryFrameRate) {
  for (const double fps : {20.0, 60.0}) {
    const int count = static_cast<int>(6667 * fps);
    const auto path = walk(space(), {}, of("ou", count), fps);
    for (const auto& [lag_s, expected] : {std::pair{0.25, 0.7788007830},
                                          {0.5, 0.6065306597},
                                          {1.0, 0.3678794411},
                                          {2.0, 0.1353352832}}) {
      const int lag = static_cast<int>(std::lround(lag_s * fps));
      EXPECT_NEAR(autocovariance(space(), path, lag), expected, 0.03) << fps << " " << lag_s;
    }
  }
}

TEST(SphereWalk, NeverLeavesTheSphere) {
  const LatentGaussian gaussian = space();
  const Batch e = gaussian.whiten(walk(gaussian, {}, of("sphere", 20000), 30).points);
  EXPECT_LT((e.rowwise().norm().array() - std::sqrt(8.0F)).abs().maxCoeff(), 1e-3F);
  const Eigen::VectorXf start = Eigen::VectorXf::Constant(8, 0.7F);
  const auto path = walk(gaussian, start, of("sphere", 500), 30);
  EXPECT_EQ(path.points.row(0), start.transpose());
  const Batch from_start = gaussian.whiten(path.points);
  EXPECT_LT(
      (from_start.rowwise().norm().array() / from_start.row(0).norm() - 1.0F).abs().maxCoeff(),
      1e-3F);
}

// Velocities: L^2 per dimension of the tangent plane, covariance exp(-2 L t) while the way is
// short.
TEST(SphereWalk, MovesAsTheMaternWalkWithoutItsSpring) {
  const LatentGaussian gaussian = space();
  constexpr double kFps = 300;
  const Batch e = gaussian.whiten(walk(gaussian, {}, of("sphere", kLong, 1.0), kFps).points);
  const Batch v = (e.bottomRows(kLong - 1) - e.topRows(kLong - 1)) * static_cast<float>(kFps);
  EXPECT_NEAR(v.rowwise().squaredNorm().mean(), 7 * 3.0, 0.1 * 21);
  const int lag = 15;  // 0.05 s
  const auto count = v.rows() - lag;
  const double kept = v.topRows(count).cwiseProduct(v.bottomRows(count)).sum() / v.squaredNorm();
  EXPECT_NEAR(kept, std::exp(-2.0 * std::sqrt(3.0) * 0.05), 0.02);
}

TEST(SphereWalk, RefusesWhereThereIsNoSphere) {
  const LatentStatistics line{Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Identity(1, 1)};
  EXPECT_THROW((void)walk(LatentGaussian(line), {}, of("sphere", 5), 30), UsageError);
  const LatentStatistics unit{Eigen::VectorXd::Zero(3), Eigen::MatrixXd::Identity(3, 3)};
  EXPECT_THROW((void)walk(LatentGaussian(unit), Eigen::VectorXf::Zero(3), of("sphere", 5), 30),
               UsageError);
}

// np.random.seed(7); z = float32 [0.5, -1, 2]; four times
// z = z + np.random.random(3).astype(np.float32) * 2.0
TEST(TutorialWalk, IsNumPysToTheBit) {
  const LatentStatistics unit{Eigen::VectorXd::Zero(3), Eigen::MatrixXd::Identity(3, 3)};
  auto options = of("tutorial", 5);
  options.seed = 7;
  const Eigen::VectorXf start = Eigen::Vector3f(0.5F, -1.0F, 2.0F);
  const auto path = walk(LatentGaussian(unit), start, options, 50);
  Batch expected(5, 3);
  expected << 0.5F, -1.0F, 2.0F,                       //
      0x1.4e23c2p-1F, 0x1.1ea308p-1F, 0x1.703b96p+1F,  //
      0x1.0cbdf4p+1F, 0x1.420648p+1F, 0x1.fa1674p+1F,  //
      0x1.8d0762p+1F, 0x1.54783ap+1F, 0x1.1f677p+2F,   //
      0x1.067fd8p+2F, 0x1.012d2p+2F, 0x1.86485cp+2F;
  EXPECT_EQ(path.points, expected);
  EXPECT_EQ(path.fps, 50);
  options.step_size = 1.0;
  const auto half = walk(LatentGaussian(unit), start, options, 50);
  EXPECT_TRUE((half.points.rowwise() - start.transpose())
                  .isApprox(0.5F * (path.points.rowwise() - start.transpose()), 1e-5F));
}

TEST(TutorialWalk, LeavesTheDataForGood) {
  const auto path = walk(space(), {}, of("tutorial", 101), 30);
  const Eigen::RowVectorXf travelled = path.points.row(100) - path.points.row(0);
  // A hundred steps of mean 1 and standard deviation 1/sqrt 3: 100 +- 5.8.
  EXPECT_GT(travelled.minCoeff(), 75.0F);
  EXPECT_LT(travelled.maxCoeff(), 125.0F);
}

TEST(TutorialWalk, RefusesASeedThatNumPyRefuses) {
  auto options = of("tutorial", 2);
  options.seed = std::uint64_t{1} << 32;
  EXPECT_THROW((void)walk(space(), {}, options, 30), UsageError);
}

TEST(Walk, IsRepeatableAndDependsOnTheSeed) {
  const LatentGaussian stepping_space(stepping());
  for (const WalkKind& kind : walk_kinds()) {
    auto options = of(kind.name, 50);
    const auto path = walk(stepping_space, {}, options, 30);
    EXPECT_EQ(path.frames(), 50);
    EXPECT_EQ(path.points, walk(stepping_space, {}, options, 30).points);
    options.seed = 2;
    EXPECT_NE(path.points.row(0), walk(stepping_space, {}, options, 30).points.row(0));
  }
}

/// Of every kind, from a start and from none, drawn and not.
std::vector<std::pair<WalkOptions, std::optional<Eigen::VectorXf>>> every_walk(int count) {
  std::vector<std::pair<WalkOptions, std::optional<Eigen::VectorXf>>> all;
  for (const WalkKind& kind : walk_kinds()) {
    auto options = of(kind.name, count);
    options.seed = 5;
    if (kind.stationary) options.spread = 0.7;
    all.emplace_back(options, std::nullopt);
    all.emplace_back(options, Eigen::VectorXf::Constant(8, 0.4F));
  }
  return all;
}

TEST(Walker, GoesTheWayOfTheWalk) {
  const LatentGaussian space(stepping());
  const Draw drawn = [](Random& random) -> Eigen::VectorXd {
    return Eigen::VectorXd::Constant(8, random.normal());
  };
  for (const auto& [options, start] : every_walk(500)) {
    for (const Draw& draw : {Draw{}, drawn}) {
      const Batch whole = walk(space, start, options, 30, draw).points;
      Walker walker(space, start, options, 30, draw);
      Batch points(500, 8);
      points << walker.next(1), walker.next(9), walker.next(490);
      EXPECT_LT((points - whole).cwiseAbs().maxCoeff(), 1e-5F * whole.cwiseAbs().maxCoeff())
          << options.kind;
      if (start) {
        EXPECT_EQ(points.row(0), start->transpose()) << options.kind;
      }
    }
  }
}

TEST(Walker, DoesNotDependOnHowManyPointsAreAskedForAtATime) {
  const LatentGaussian space(stepping());
  for (const auto& [options, start] : every_walk(1)) {
    Walker one(space, start, options, 30);
    Walker many(space, start, options, 30);
    const Batch points = many.next(64);
    for (int t = 0; t < 64; ++t) {
      EXPECT_EQ(one.next(1), points.row(t)) << options.kind << " " << t;
    }
    Walker moved = std::move(many);
    EXPECT_EQ(one.next(3), moved.next(3)) << options.kind;
  }
}

TEST(Walker, SaysWhatIsWrong) {
  const LatentGaussian plain = space();
  EXPECT_THROW(Walker(plain, {}, of("matern", 10), 0.0), UsageError);
  EXPECT_THROW(Walker(plain, {}, of("steps", 10), 30), UsageError);
  EXPECT_THROW(Walker(plain, Eigen::VectorXf::Zero(2), of("matern", 10), 30), UsageError);
  Walker walker(plain, {}, of("matern", 10), 30);
  EXPECT_THROW((void)walker.next(0), UsageError);
}

TEST(Walk, SaysWhatIsWrong) {
  using testing::HasSubstr;
  using testing::ThrowsMessage;
  EXPECT_THAT([] { of("matrn", 10).validate(); },
              ThrowsMessage<UsageError>(HasSubstr("did you mean matern?")));
  for (const double wrong : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW(of("matern", 10, wrong).validate(), UsageError);
    auto options = of("matern", 10);
    options.spread = wrong;
    EXPECT_THROW(options.validate(), UsageError);
  }
  EXPECT_THROW(of("ou", 0).validate(), UsageError);
  EXPECT_THROW(of("tutorial", 10, 1.0).validate(), UsageError);
  auto options = of("matern", 10);
  options.step_size = 0.5;
  EXPECT_THROW(options.validate(), UsageError);
  options = of("tutorial", 10);
  options.spread = 2.0;
  EXPECT_THROW(options.validate(), UsageError);
  EXPECT_THROW((void)walk(space(), Eigen::VectorXf::Zero(2), of("matern", 10), 30), UsageError);
  EXPECT_THROW((void)walk(space(), Eigen::VectorXf::Constant(8, std::nanf("")), of("ou", 10), 30),
               UsageError);
}

}  // namespace
}  // namespace poseaae::latent
