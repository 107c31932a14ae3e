#include "poseaae/nn/regressor.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::nn {
namespace {

template <typename T>
using Rows = typename Regressor<T>::Rows;

using test::normal;

Network network_of(std::uint64_t seed, Skip skip = Skip::kInput) {
  Random random(seed);
  const std::vector<int> sizes{5, 20, 9, 3};
  return Network(make_mlp(sizes, Activation::kSilu, Activation::kLinear, skip), random);
}

TEST(Regressor, LossIsTheMeanSquare) {
  // Of one linear layer y = 2 x + 1 at x = 1, 3, with targets 0, 0: (9 + 49) / 2.
  const Network line(std::vector<Layer>{{{1, 1, Activation::kLinear}, {{2.0F}, {1.0F}}}});
  Regressor<double> regressor(line, {});
  const Rows<double> x = (Rows<double>(2, 1) << 1.0, 3.0).finished();
  EXPECT_DOUBLE_EQ(regressor.loss(x, Rows<double>::Zero(2, 1)), 29.0);
  // Gradients: 2/2 (3 * 1 + 7 * 3) and 2/2 (3 + 7).
  const auto layer = regressor.gradient(x, Rows<double>::Zero(2, 1)).layers()[0];
  EXPECT_FLOAT_EQ(layer.array("weight")[0], 24.0F);
  EXPECT_FLOAT_EQ(layer.array("bias")[0], 10.0F);
}

TEST(Regressor, GradientIsThatOfTheLoss) {
  Random random(1);
  // Of one panel and of several, with lanes to spare.
  for (const Eigen::Index rows : {7, 75}) {
    const auto x = normal<double>(random, rows, 5);
    const auto y = normal<double>(random, rows, 3);
    const Network network = network_of(2);
    const Network gradient = Regressor<double>(network, {}).gradient(x, y);
    SCOPED_TRACE(rows);
    test::expect_slopes(gradient, network, 20, [&](const Network& changed) {
      return Regressor<double>(changed, {}).loss(x, y);
    });
  }
}

TEST(Regressor, LearnsALinearMap) {
  Random random(3);
  const Rows<float> truth = normal<float>(random, 5, 3);
  Regressor<float> regressor(network_of(4), {});
  regressor.set_learning_rate(1e-2);
  double first = 0.0;
  double last = 0.0;
  for (int step = 0; step < 600; ++step) {
    const auto x = normal<float>(random, 64, 5);
    last = regressor.step(x, x * truth);
    if (step == 0) first = last;
  }
  EXPECT_LT(last, 0.01 * first);
  const auto x = normal<float>(random, 10, 5);
  const Batch found = regressor.network().forward(x);
  EXPECT_LT((found - x * truth).norm(), 0.2 * (x * truth).norm());
}

TEST(Regressor, DoesNotDependOnTheNumberOfThreads) {
  const auto learned = [](int threads) {
    Random random(5);
    Regressor<float> regressor(network_of(6, Skip::kNone), {.clip_norm = 1.0}, threads);
    regressor.set_learning_rate(1e-3);
    // Batches of different numbers of parts, too.
    for (const Eigen::Index rows : {300, 20, 5, 100}) {
      (void)regressor.step(normal<float>(random, rows, 5), normal<float>(random, rows, 3));
    }
    return regressor.network().layers();
  };
  const auto one = learned(1);
  for (const int threads : {2, 3, 8}) {
    const auto many = learned(threads);
    for (std::size_t i = 0; i < one.size(); ++i) {
      EXPECT_EQ(many[i].arrays, one[i].arrays);
    }
  }
}

TEST(Regressor, RefusesOtherSizes) {
  Regressor<float> regressor(network_of(7), {});
  using R = Rows<float>;
  EXPECT_THROW((void)regressor.step(R::Zero(4, 4), R::Zero(4, 3)), UsageError);
  EXPECT_THROW((void)regressor.step(R::Zero(4, 5), R::Zero(4, 2)), UsageError);
  EXPECT_THROW((void)regressor.step(R::Zero(4, 5), R::Zero(3, 3)), UsageError);
  EXPECT_THROW((void)regressor.step(R::Zero(0, 5), R::Zero(0, 3)), UsageError);
}

}  // namespace
}  // namespace poseaae::nn
