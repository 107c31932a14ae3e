#include "poseaae/nn/corrector.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::nn {
namespace {

using test::normal;

Network network_of(std::uint64_t seed, const std::vector<int>& sizes, Skip skip = Skip::kNone) {
  Random random(seed);
  return Network(make_mlp(sizes, Activation::kSilu, Activation::kLinear, skip), random);
}

/// Numbers of 5 inputs, and of 2 rows of 3 inputs and 4 outputs of the network behind.
Network correction() { return network_of(2, {5, 20, 9, 6}); }
Network behind() { return network_of(3, {3, 8, 8, 4}, Skip::kInput); }
/// What is compared: 7 numbers of the 8.
Network compared() { return network_of(5, {8, 7}); }

Network linear(int inputs, int outputs, std::vector<float> weight) {
  return Network(std::vector<Layer>{
      {{inputs, outputs, Activation::kLinear},
       {std::move(weight), std::vector<float>(static_cast<std::size_t>(outputs))}}});
}

TEST(Corrector, LossIsTheMeanDistance) {
  // f(x) = (x, 2 x), g(z) = (3 z, 4 z), and of (a, b, c, d) (a, b + 2 d) is compared. Of x = 1 with
  // e = (0, -1), z is 1 and 1, g twice (3, 4), and h = (3, 12).
  const Network f = linear(1, 2, {1.0F, 2.0F});
  const Network g = linear(1, 2, {3.0F, 4.0F});
  const Network h = linear(4, 2, {1, 0, 0, 0, 0, 1, 0, 2});
  Corrector<double> corrector(f, g, h);
  const BatchOf<double> x = BatchOf<double>::Ones(2, 1);
  const BatchOf<double> e = (BatchOf<double>(2, 2) << 0.0, -1.0, 0.0, -1.0).finished();
  const BatchOf<double> y = (BatchOf<double>(2, 2) << 0.0, 8.0, 3.0, 12.0).finished();
  EXPECT_DOUBLE_EQ(corrector.loss({x, e, y}), 0.5 * 5.0);  // of the first, (3, 4); of the second, 0
  // dL/dh = 1/2 (0.6, 0.8), dL/dz_1 = 1/2 (0.6 * 3 + 0.8 * 4), dL/dz_2 = 1/2 0.8 * 2 * 4.
  const auto layer = corrector.gradient({x, e, y}).layers()[0];
  EXPECT_FLOAT_EQ(layer.array("weight")[0], 2.5F);
  EXPECT_FLOAT_EQ(layer.array("bias")[1], 3.2F);
}

TEST(Corrector, GradientIsThatOfTheLoss) {
  Random random(1);
  // Of one panel and of more than a pass, with lanes to spare.
  for (const Eigen::Index rows : {7, 1100}) {
    const auto x = normal<double>(random, rows, 5);
    const auto e = normal<double>(random, rows, 6);
    const auto y = normal<double>(random, rows, 7);
    const Network network = correction();
    const Network gradient = Corrector<double>(network, behind(), compared()).gradient({x, e, y});
    SCOPED_TRACE(rows);
    test::expect_slopes(gradient, network, 20, [&](const Network& changed) {
      return Corrector<double>(changed, behind(), compared()).loss({x, e, y});
    });
  }
}

/// After some steps on samples whose starts are off by a linear map of the inputs.
struct Learned {
  double first = 0.0;
  double last = 0.0;
  Network network;
};
Learned learned(double dropout, int threads, int steps) {
  Random random(4);
  const auto off = normal<float>(random, 5, 6);
  Corrector<float> corrector(correction(), behind(), compared(), dropout, threads);
  corrector.set_learning_rate(1e-2);
  Learned result;
  for (int step = 0; step < steps; ++step) {
    const auto x = normal<float>(random, 100, 5);
    const auto right = normal<float>(random, 100, 6);
    Batch y(100, 8);
    for (Eigen::Index k = 0; k < 2; ++k) {
      y.middleCols(4 * k, 4) = behind().forward(right.middleCols(3 * k, 3));
    }
    y = compared().forward(y);
    const Batch e = right - x * off;
    result.last = corrector.step({x, e, y});
    if (step == 0) result.first = result.last;
  }
  result.network = corrector.network();
  return result;
}

TEST(Corrector, LearnsWhatTheStartsAreOffBy) {
  const Learned plain = learned(0.0, 1, 600);
  EXPECT_LT(plain.last, 0.2 * plain.first);
  EXPECT_GT(learned(0.5, 1, 600).last, plain.last);  // features are missing
}

TEST(Corrector, DoesNotDependOnTheNumberOfThreads) {
  EXPECT_EQ(learned(0.3, 1, 5).network.layers(), learned(0.3, 3, 5).network.layers());
}

TEST(Corrector, OtherSizesAreRefused) {
  EXPECT_THROW(Corrector<float>(network_of(1, {5, 4}), behind(), compared()), UsageError);
  EXPECT_THROW(Corrector<float>(correction(), behind(), network_of(1, {4, 7})), UsageError);
  EXPECT_THROW(Corrector<float>(correction(), behind(), compared(), 1.0), UsageError);
  Corrector<float> corrector(correction(), behind(), compared());
  const Batch x = Batch::Zero(4, 5);
  const Batch e = Batch::Zero(4, 6);
  EXPECT_THROW((void)corrector.loss({x, e, Batch(Batch::Zero(4, 8))}), UsageError);
  EXPECT_THROW((void)corrector.loss({x, Batch(Batch::Zero(3, 6)), Batch(Batch::Zero(4, 7))}),
               UsageError);
}

}  // namespace
}  // namespace poseaae::nn
