#include "poseaae/diffusion/schedule.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::diffusion {
namespace {

Batch normal(Random& random, Eigen::Index rows, Eigen::Index columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

TEST(CosineSchedule, IsNicholAndDhariwals) {
  // cos((t + s) / (1 + s) pi / 2) / cos(s / (1 + s) pi / 2) with s = 0.008, by numpy.
  const CosineSchedule schedule;
  constexpr double kExpected[][3] = {{0.1, 0.9859476340627674, 0.1670546703508504},
                                     {0.25, 0.9203326362391504, 0.391136598483312},
                                     {0.5, 0.702740058941169, 0.7114467018402449},
                                     {0.75, 0.3798316763853902, 0.9250556186599075},
                                     {0.9, 0.1552150899239048, 0.9878806992040658}};
  for (const auto& [t, alpha, sigma] : kExpected) {
    EXPECT_NEAR(schedule.alpha(t), alpha, 1e-14);
    EXPECT_NEAR(schedule.sigma(t), sigma, 1e-14);
  }
}

TEST(CosineSchedule, GoesFromAllDataToAllNoise) {
  const CosineSchedule schedule;
  EXPECT_EQ(schedule.alpha(0.0), 1.0);
  EXPECT_EQ(schedule.sigma(0.0), 0.0);
  EXPECT_EQ(schedule.alpha(1.0), 0.0);
  EXPECT_EQ(schedule.sigma(1.0), 1.0);
  EXPECT_EQ(schedule.angle(0.0), 0.0);
  EXPECT_DOUBLE_EQ(schedule.angle(1.0), std::numbers::pi / 2);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_GT(schedule.alpha(i / 1000.0), schedule.alpha((i + 1) / 1000.0));
  }
}

RC_GTEST_PROP(CosineSchedule, KeepsTheVariance, (std::uint32_t bits)) {
  const CosineSchedule schedule;
  const double t = bits / 4294967295.0;
  const double alpha = schedule.alpha(t);
  const double sigma = schedule.sigma(t);
  RC_ASSERT(std::abs(alpha * alpha + sigma * sigma - 1.0) < 1e-14);
  RC_ASSERT(std::abs(std::cos(schedule.angle(t)) - alpha) < 1e-12);
}

TEST(CosineSchedule, RefusesAnOffsetThatIsNone) {
  EXPECT_THROW(CosineSchedule(1.0), UsageError);
  EXPECT_THROW(CosineSchedule(-0.1), UsageError);
}

RC_GTEST_PROP(DiffusionState, HasThreeViewsOfOneState, (std::uint64_t seed)) {
  Random random(seed);
  const State state = state_at(CosineSchedule(), random.uniform());
  const Batch clean = normal(random, 3, 5);
  const Batch noise = normal(random, 3, 5);
  const Batch noisy = state.noisy(clean, noise);
  const Batch velocity = state.velocity(clean, noise);
  RC_ASSERT(state.clean(noisy, velocity).isApprox(clean, 1e-5F));
  RC_ASSERT(state.noise(noisy, velocity).isApprox(noise, 1e-5F));
}

TEST(TimeFeatures, AreHarmonicsOfTheAngle) {
  float features[kTimeFeatures];
  const CosineSchedule schedule;
  write_time_features(schedule.angle(0.3), features);
  EXPECT_FLOAT_EQ(features[0], static_cast<float>(schedule.alpha(0.3)));
  EXPECT_FLOAT_EQ(features[1], static_cast<float>(schedule.sigma(0.3)));
  EXPECT_FLOAT_EQ(features[6], static_cast<float>(std::cos(8 * schedule.angle(0.3))));
  EXPECT_FLOAT_EQ(features[7], static_cast<float>(std::sin(8 * schedule.angle(0.3))));
}

}  // namespace
}  // namespace poseaae::diffusion
