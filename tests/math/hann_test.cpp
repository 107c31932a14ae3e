#include "poseaae/math/hann.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace poseaae::math {
namespace {

/// sin^2 of 15, 45 and 75 degrees twice: (2 - sqrt 3) / 4, 1/2, (2 + sqrt 3) / 4, and back.
TEST(Hann, IsTheSquareOfASine) {
  EXPECT_TRUE(hann(0).empty());
  ASSERT_EQ(hann(1).size(), 1U);
  EXPECT_DOUBLE_EQ(hann(1)[0], 1.0);
  const auto weights = hann(6);
  ASSERT_EQ(weights.size(), 6U);
  const double expected[] = {(2 - std::sqrt(3.0)) / 4, 0.5, (2 + std::sqrt(3.0)) / 4};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(weights[i], expected[i], 1e-15);
    EXPECT_NEAR(weights[5 - i], expected[i], 1e-15);
  }
}

/// Pieces that overlap by half weigh 1 together in every frame.
TEST(Hann, AddsUpToOne) {
  const auto weights = hann(16);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(weights[i] + weights[i + 8], 1.0, 1e-15);
}

}  // namespace
}  // namespace poseaae::math
