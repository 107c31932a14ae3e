#include "poseaae/latent/easing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace poseaae::latent {
namespace {

// Formulas by numpy at t = 0.1, 0.25, 0.6, 0.9.
TEST(Ease, IsItsFormula) {
  const double t[] = {0.1, 0.25, 0.6, 0.9};
  const double cosine[] = {0.02447174185242318, 0.14644660940672616, 0.6545084971874737,
                           0.9755282581475768};
  const double cubic[] = {0.004, 0.0625, 0.744, 0.996};
  const double quintic[] = {0.00856, 0.103515625, 0.68256, 0.99144};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(ease(Easing::kLinear, t[i]), t[i]);
    EXPECT_NEAR(ease(Easing::kCosine, t[i]), cosine[i], 1e-15);
    EXPECT_NEAR(ease(Easing::kCubic, t[i]), cubic[i], 1e-15);
    EXPECT_NEAR(ease(Easing::kQuintic, t[i]), quintic[i], 1e-15);
  }
}

class Easings : public testing::TestWithParam<std::pair<std::string, Easing>> {};

TEST_P(Easings, IsExactAtKeysAndGoesOnBeyond) {
  const Easing easing = GetParam().second;
  for (const double key : {-2.0, -1.0, 0.0, 1.0, 2.0, 7.0}) EXPECT_EQ(ease(easing, key), key);
  EXPECT_EQ(ease(easing, 0.5), 0.5);
  EXPECT_DOUBLE_EQ(ease(easing, 3.25), 3.0 + ease(easing, 0.25));
  EXPECT_DOUBLE_EQ(ease(easing, -0.25), -1.0 + ease(easing, 0.75));
}

TEST_P(Easings, NeverGoesBackAndMirrorsItself) {
  rc::check([easing = GetParam().second](std::uint16_t a, std::uint16_t b) {
    const double low = 2.0 * std::min(a, b) / 65535.0 - 0.5;
    const double high = 2.0 * std::max(a, b) / 65535.0 - 0.5;
    RC_ASSERT(ease(easing, low) <= ease(easing, high));
    RC_ASSERT(std::abs(ease(easing, 1.0 - low) + ease(easing, low) - 1.0) < 1e-12);
  });
}

TEST_P(Easings, IsSmoothWhereItSaysSo) {
  const Easing easing = GetParam().second;
  constexpr double kStep = 1e-3;
  const double speed = ease(easing, kStep) / kStep;
  const double expected = easing == Easing::kLinear ? 1.0 : 0.0;
  EXPECT_NEAR(speed, expected, 3e-3);
  if (easing == Easing::kQuintic) {
    EXPECT_LT(ease(easing, kStep) / (kStep * kStep), 0.02);  // no acceleration either
  }
}

INSTANTIATE_TEST_SUITE_P(All, Easings, testing::ValuesIn(easing_names()),
                         [](const auto& info) { return info.param.first; });

}  // namespace
}  // namespace poseaae::latent
