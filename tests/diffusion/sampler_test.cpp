#include "poseaae/diffusion/sampler.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"

namespace poseaae::diffusion {
namespace {

Batch normal(Random& random, Eigen::Index rows, Eigen::Index columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

/// E[v | x_t] where x ~ N(m, C): with G = C (alpha^2 C + sigma^2)^-1 and y = x_t - alpha m,
/// E[x | x_t] = m + alpha G y and E[e | x_t] = (x_t - alpha E[x | x_t]) / sigma.
Denoiser exact(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance) {
  return [=](const Batch& noisy, double t) -> Batch {
    const State state = state_at(CosineSchedule(), t);
    const auto identity = Eigen::MatrixXd::Identity(mean.size(), mean.size());
    const Eigen::MatrixXd gain =
        covariance *
        (state.alpha * state.alpha * covariance + state.sigma * state.sigma * identity).inverse();
    const Eigen::MatrixXd y = noisy.cast<double>().rowwise() - state.alpha * mean.transpose();
    const Eigen::MatrixXd clean = (state.alpha * y * gain.transpose()).rowwise() + mean.transpose();
    const Eigen::MatrixXd noise = (noisy.cast<double>() - state.alpha * clean) / state.sigma;
    return (state.alpha * noise - state.sigma * clean).cast<float>();
  };
}

/// What becomes of noise 1 where the data is N(0, c) of one dimension: sqrt(c) by the flow itself.
double sent_to(double c, const SamplerOptions& options) {
  const Batch one = Batch::Ones(1, 1);
  return denoise(exact(Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Constant(1, 1, c)),
                 CosineSchedule(), one, 1.0, options)(0, 0);
}

TEST(Denoise, TakesTheStepsOfDdim) {
  // 20 steps, by numpy: the product of (alpha_s alpha_t c + sigma_s sigma_t) / (alpha_t^2 c +
  // sigma_t^2).
  const SamplerOptions ddim{.steps = 20, .order = 1};
  EXPECT_NEAR(sent_to(0.25, ddim), 0.46210972709647014, 2e-6);
  EXPECT_NEAR(sent_to(1.0, ddim), 0.9400591025041045, 2e-6);
  EXPECT_NEAR(sent_to(4.0, ddim), 1.8521822114434532, 5e-6);
}

TEST(Denoise, TakesTheStepsOfTheSecondOrder) {
  const SamplerOptions second{.steps = 20};
  EXPECT_NEAR(sent_to(0.25, second), 0.4965675460582725, 2e-6);
  EXPECT_NEAR(sent_to(1.0, second), 1.0, 2e-6);
  EXPECT_NEAR(sent_to(4.0, second), 1.9990661242310481, 5e-6);
}

TEST(Denoise, LosesVarianceInTheFirstOrderAsItsFormulaSays) {
  // Of white noise, where v = 0, every step leaves cos of the angle that it takes.
  const CosineSchedule schedule;
  double left = 1.0;
  for (int i = 0; i < 30; ++i) {
    left *= std::cos(schedule.angle((i + 1) / 30.0) - schedule.angle(i / 30.0));
  }
  EXPECT_NEAR(sent_to(1.0, {.steps = 30, .order = 1}), left, 1e-5);
  EXPECT_NEAR(1.0 - left * left, 0.08, 0.01);
}

TEST(Denoise, ConvergesAsItsOrderSays) {
  const auto error = [](int steps, int order) {
    return std::abs(sent_to(0.25, {.steps = steps, .order = order}) - 0.5);
  };
  EXPECT_NEAR(error(20, 1) / error(40, 1), 2.0, 0.2);
  EXPECT_NEAR(error(20, 2) / error(40, 2), 4.0, 1.0);
}

/// A Gaussian of two dimensions that no axis is right for.
struct Slanted {
  Eigen::VectorXd mean = Eigen::Vector2d(2.0, -1.0);
  Eigen::Matrix2d covariance = (Eigen::Matrix2d() << 1.0, 0.6, 0.6, 0.5).finished();
};

TEST(Denoise, RecoversAGaussianWithoutAndWithChance) {
  const Slanted data;
  constexpr int kCount = 20000;
  for (const double eta : {0.0, 0.5, 1.0}) {
    Random random(3);
    const FreshNoise fresh = [&] { return normal(random, kCount, 2); };
    const SamplerOptions options{.steps = eta == 0.0 ? 30 : 200, .eta = eta};
    const Batch made =
        denoise(exact(data.mean, data.covariance), CosineSchedule(), fresh(), 1.0, options, fresh);
    const auto found = codec::LatentStatistics::of(made);
    // Standard errors are 0.7 % of a deviation and 1 % of a variance.
    EXPECT_LT((found.mean - data.mean).norm(), 0.04) << eta;
    EXPECT_LT((found.covariance - data.covariance).norm(), 0.07) << eta;
  }
}

TEST(Denoise, FollowsTheFlowOfAGaussian) {
  // x_0 = m + C^1/2 x_1, C^1/2 symmetric: the directions of C do not turn on the way.
  const Slanted data;
  Random random(4);
  const Batch noise = normal(random, 50, 2);
  const Batch made =
      denoise(exact(data.mean, data.covariance), CosineSchedule(), noise, 1.0, {.steps = 200});
  // Of a 2 x 2 matrix, by the theorem of Cayley and Hamilton.
  const double s = std::sqrt(data.covariance.determinant());
  const Eigen::Matrix2d root = (data.covariance + s * Eigen::Matrix2d::Identity()) /
                               std::sqrt(data.covariance.trace() + 2.0 * s);
  const Eigen::MatrixXd expected = (noise.cast<double>() * root).rowwise() + data.mean.transpose();
  EXPECT_LT((made.cast<double>() - expected).cwiseAbs().maxCoeff(), 1e-3);
}

TEST(Denoise, LeavesLevelZeroAlone) {
  const Batch codes = Batch::Random(4, 3);
  const Denoiser never = [](const Batch&, double) -> Batch { throw Error("asked"); };
  EXPECT_EQ(denoise(never, CosineSchedule(), codes, 0.0), codes);
}

TEST(Denoise, GoesOnFromTheCorrectedCodes) {
  // What is foreseen is replaced by (1, 2): all steps lead there.
  const Correction known = [](Batch& clean) { clean.rowwise() = Eigen::RowVector2f(1.0F, 2.0F); };
  const Denoiser silent = [](const Batch& noisy, double) -> Batch {
    return Batch::Zero(noisy.rows(), noisy.cols());
  };
  Random random(5);
  for (const int order : {1, 2}) {
    const Batch made = denoise(silent, CosineSchedule(), normal(random, 3, 2), 1.0,
                               {.steps = 50, .order = order}, {}, known);
    EXPECT_LT((made.rowwise() - Eigen::RowVector2f(1.0F, 2.0F)).cwiseAbs().maxCoeff(), 1e-2);
  }
}

TEST(Denoise, RefusesWhatMakesNoSense) {
  const Denoiser silent = [](const Batch& noisy, double) -> Batch { return 0.0F * noisy; };
  const Batch codes = Batch::Ones(1, 1);
  const CosineSchedule schedule;
  EXPECT_THROW((void)denoise(silent, schedule, codes, 1.1), UsageError);
  EXPECT_THROW((void)denoise(silent, schedule, codes, 1.0, {.steps = 0}), UsageError);
  EXPECT_THROW((void)denoise(silent, schedule, codes, 1.0, {.eta = 2.0}), UsageError);
  EXPECT_THROW((void)denoise(silent, schedule, codes, 1.0, {.order = 3}), UsageError);
  EXPECT_THROW((void)denoise(silent, schedule, codes, 1.0, {.eta = 1.0}), UsageError);
}

Denoiser constant(float value) {
  return [value](const Batch& noisy, double) -> Batch {
    return Batch::Constant(noisy.rows(), noisy.cols(), value);
  };
}

TEST(Guided, GoesFromWithoutThroughWithAndBeyond) {
  const Batch codes = Batch::Zero(1, 2);
  const auto at = [&](double w) {
    return guided(constant(3.0F), constant(1.0F), w)(codes, 0.5)(0);
  };
  EXPECT_EQ(at(0.0), 1.0F);
  EXPECT_EQ(at(1.0), 3.0F);  // exactly what the label says
  EXPECT_EQ(at(2.0), 5.0F);
  EXPECT_EQ(at(0.5), 2.0F);
}

TEST(Guided, AsksOnlyTheOneThatCounts) {
  const Denoiser never = [](const Batch&, double) -> Batch { throw Error("asked"); };
  const Batch codes = Batch::Zero(1, 2);
  EXPECT_EQ(guided(constant(3.0F), never, 1.0)(codes, 0.5)(0), 3.0F);
  EXPECT_EQ(guided(never, constant(1.0F), 0.0)(codes, 0.5)(0), 1.0F);
}

}  // namespace
}  // namespace poseaae::diffusion
