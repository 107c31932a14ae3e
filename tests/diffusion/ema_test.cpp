#include "diffusion/ema.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {
namespace {

/// One layer of one weight and one bias.
nn::Network network_of(float weight, float bias) {
  return nn::Network(std::vector<nn::Layer>{{{1, 1, nn::Activation::kLinear}, {{weight}, {bias}}}});
}

TEST(WeightAverage, IsTheGeometricMeanOfWeightsSoFar) {
  // Of 1, 2, 4 with decay 1/2: (1/8 + 2/4 + 4/2) / (7/8) = 3.
  WeightAverage average(0.5);
  average.update(network_of(1.0F, 0.0F));
  EXPECT_FLOAT_EQ(average.network().layers()[0].array("weight")[0], 1.0F);
  average.update(network_of(2.0F, -7.0F));
  average.update(network_of(4.0F, 7.0F));
  EXPECT_FLOAT_EQ(average.network().layers()[0].array("weight")[0], 3.0F);
  EXPECT_FLOAT_EQ(average.network().layers()[0].array("bias")[0], 2.0F);  // (-7/4 + 7/2) / (7/8)
}

TEST(WeightAverage, OfWeightsThatStayIsThese) {
  WeightAverage average(0.999);
  for (int i = 0; i < 10; ++i) average.update(network_of(0.3F, -0.2F));
  EXPECT_FLOAT_EQ(average.network().layers()[0].array("weight")[0], 0.3F);
  EXPECT_FLOAT_EQ(average.network().layers()[0].array("bias")[0], -0.2F);
}

TEST(WeightAverage, RefusesOtherForms) {
  EXPECT_THROW(WeightAverage(1.0), UsageError);
  WeightAverage average(0.9);
  EXPECT_THROW((void)average.network(), UsageError);
  average.update(network_of(1.0F, 1.0F));
  const nn::Network other(
      std::vector<nn::Layer>{{{2, 1, nn::Activation::kLinear}, {{1.0F, 1.0F}, {0.0F}}}});
  EXPECT_THROW(average.update(other), UsageError);
}

}  // namespace
}  // namespace poseaae::diffusion
