#include "poseaae/nn/network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::nn {
namespace {

TEST(Activations, FollowTheirFormulas) {
  for (const float x : {-90.0F, -2.0F, -0.5F, 0.0F, 0.25F, 3.0F, 90.0F}) {
    const double d = x;
    const auto expect = [x](Activation activation, double expected) {
      EXPECT_NEAR(activate(activation, x), expected, 1e-6 * std::max(1.0, std::abs(expected)))
          << name_of(activation, activation_names()) << "(" << x << ")";
    };
    expect(Activation::kLinear, d);
    expect(Activation::kRelu, d > 0 ? d : 0);
    expect(Activation::kLeakyRelu, d > 0 ? d : 0.01 * d);
    expect(Activation::kElu, d > 0 ? d : std::exp(d) - 1);
    expect(Activation::kSilu, d / (1 + std::exp(-d)));
    expect(Activation::kTanh, (std::exp(2 * d) - 1) / (std::exp(2 * d) + 1));
    expect(Activation::kSigmoid, 1 / (1 + std::exp(-d)));
  }
}

TEST(Activations, DoNotHideWhatIsNotANumber) {
  for (const auto& [name, activation] : activation_names()) {
    EXPECT_TRUE(std::isnan(activate(activation, std::nanf("")))) << name;
  }
}

TEST(MakeMlp, ChainsSizesWithTheLastActivationLast) {
  const std::vector<int> sizes{12, 8, 4, 2};
  EXPECT_EQ(
      make_mlp(sizes, Activation::kRelu, Activation::kTanh),
      (NetworkSpec{
          {{12, 8, Activation::kRelu}, {8, 4, Activation::kRelu}, {4, 2, Activation::kTanh}}}));
}

/// y_i = activation(sum_k W[i][k] x_k + b_i), one number after another, in double precision.
std::vector<double> by_hand(const Network& network, std::vector<double> x) {
  for (const Layer& layer : network.layers()) {
    std::vector<double> y;
    for (int i = 0; i < layer.spec.outputs; ++i) {
      double sum = layer.array("bias")[i];
      for (int k = 0; k < layer.spec.inputs; ++k) {
        sum += static_cast<double>(layer.array("weight")[i * layer.spec.inputs + k]) * x[k];
      }
      y.push_back(activate(layer.spec.activation, static_cast<float>(sum)));
    }
    x = y;
  }
  return x;
}

TEST(Network, ForwardIsTheLayersOneAfterAnother) {
  Random random(3);
  for (const auto& [name, activation] : activation_names()) {
    const Network network({{{12, 9, activation}, {9, 5, activation}, {5, 3, activation}}}, random);
    const Batch batch = test::random_batch(random, 17, 12);
    const Batch result = network.forward(batch);
    ASSERT_EQ(result.rows(), 17);
    ASSERT_EQ(result.cols(), 3);
    for (int b = 0; b < 17; ++b) {
      const auto expected =
          by_hand(network, {batch.row(b).data(), batch.row(b).data() + batch.cols()});
      for (int i = 0; i < 3; ++i) EXPECT_NEAR(result(b, i), expected[i], 2e-6) << name;
    }
  }
}

TEST(Network, NoRowsGiveNoRows) {
  Random random(3);
  const Network network({{{4, 2, Activation::kRelu}}}, random);
  EXPECT_EQ(network.forward(Batch(0, 4)).rows(), 0);
  EXPECT_EQ(network.forward(Batch(0, 4)).cols(), 2);
}

TEST(Network, StartsWithinPyTorchsBounds) {
  Random random(4);
  const Network network({{{64, 100, Activation::kRelu}, {100, 9, Activation::kLinear}}}, random);
  for (const Layer& layer : network.layers()) {
    const double bound = 1.0 / std::sqrt(layer.spec.inputs);
    double largest = 0.0;
    double square = 0.0;
    const auto& weight = layer.array("weight");
    for (const float w : weight) {
      largest = std::max(largest, std::abs(static_cast<double>(w)));
      square += static_cast<double>(w) * w / static_cast<double>(weight.size());
    }
    EXPECT_LE(largest, bound * 1.000001);
    EXPECT_GT(largest, 0.95 * bound);
    EXPECT_NEAR(square, bound * bound / 3.0, 0.1 * bound * bound);  // a uniform's variance
    for (const float b : layer.array("bias")) EXPECT_LE(std::abs(b), bound * 1.000001);
  }
  EXPECT_EQ(network.parameter_count(), 64U * 100U + 100U + 900U + 9U);
}

TEST(Network, TheSameSeedGivesTheSameWeights) {
  Random a(5);
  Random b(5);
  const NetworkSpec spec{{{6, 3, Activation::kRelu}}};
  EXPECT_EQ(Network(spec, a).layers()[0].array("weight"),
            Network(spec, b).layers()[0].array("weight"));
}

TEST(Network, RefusesWhatDoesNotFit) {
  const Layer fits{{2, 1, Activation::kLinear}, {{1, 2}, {3}}};
  EXPECT_NO_THROW(Network({fits}));
  EXPECT_THROW(Network(std::vector<Layer>{}), Error);
  EXPECT_THROW(Network({fits, fits}), Error) << "one output does not chain to two inputs";
  const auto with = [](std::vector<float> weight, std::vector<float> bias) {
    return Network(std::vector<Layer>{{{2, 1, Activation::kLinear}, {weight, bias}}});
  };
  EXPECT_THROW((void)with({1}, {3}), Error);
  EXPECT_THROW((void)with({1, 2}, {}), Error);
  EXPECT_THROW((void)with({1, std::nanf("")}, {3}), Error);
  EXPECT_THROW((void)with({1, 2}, {std::numeric_limits<float>::infinity()}), Error);
  Random random(1);
  EXPECT_THROW(Network(NetworkSpec{{{-1, 2, Activation::kRelu}}}, random), Error);
  EXPECT_THROW(Network(NetworkSpec{{{2, 0, Activation::kRelu}}}, random), Error);
}

TEST(Network, RefusesRowsOfAnotherWidth) {
  Random random(1);
  const Network network({{{4, 2, Activation::kRelu}}}, random);
  EXPECT_THROW((void)network.forward(Batch::Zero(3, 5)), UsageError);
}

}  // namespace
}  // namespace poseaae::nn
