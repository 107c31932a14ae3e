#include "poseaae/render/colour_scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace poseaae::render {
namespace {

double distance(const Oklab& a, const Oklab& b) {
  return std::hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

// Ottosson 2020: white is (1, 0, 0), and the table of known colours rounded to three digits, here
// for sRGB red, green and blue (CSS Color Module Level 4, sample conversions).
TEST(Oklab, IsThatOfKnownColours) {
  struct Known {
    Colour colour;
    Oklab lab;
  };
  for (const Known& known :
       {Known{{255, 255, 255}, {1.0, 0.0, 0.0}}, Known{{0, 0, 0}, {0.0, 0.0, 0.0}},
        Known{{255, 0, 0}, {0.62796, 0.22486, 0.12585}},
        Known{{0, 255, 0}, {0.86644, -0.23389, 0.17950}},
        Known{{0, 0, 255}, {0.45201, -0.03246, -0.31153}}}) {
    EXPECT_LT(distance(to_oklab(known.colour), known.lab), 1e-4);
    EXPECT_EQ(from_oklab(known.lab), known.colour);
  }
}

TEST(Oklab, GoesThereAndBack) {
  for (int r = 0; r < 256; r += 17) {
    for (int g = 0; g < 256; g += 51) {
      const Colour colour{static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), 200};
      EXPECT_EQ(from_oklab(to_oklab(colour)), colour);
    }
  }
}

TEST(SequentialColour, StepsLookEquallyLargeAndGrowLighter) {
  constexpr int kSteps = 16;
  std::vector<double> steps;
  for (int i = 0; i < kSteps; ++i) {
    const Oklab a = to_oklab(sequential_colour(static_cast<double>(i) / kSteps));
    const Oklab b = to_oklab(sequential_colour(static_cast<double>(i + 1) / kSteps));
    steps.push_back(distance(a, b));
    EXPECT_NEAR(b.l - a.l, 0.62 / kSteps, 0.006);  // rounding to 8 bits
  }
  const auto [least, most] = std::minmax_element(steps.begin(), steps.end());
  EXPECT_LT(*most / *least, 1.3);
  EXPECT_EQ(sequential_colour(-1.0), sequential_colour(0.0));
  EXPECT_EQ(sequential_colour(2.0), sequential_colour(1.0));
}

TEST(QualitativeColour, AreToldApartOnWhite) {
  for (std::size_t i = 0; i < kQualitativeColours; ++i) {
    const Oklab one = to_oklab(qualitative_colour(i));
    EXPECT_LT(one.l, 0.82) << i;
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GT(distance(one, to_oklab(qualitative_colour(j))), 0.075) << i << ", " << j;
    }
  }
  EXPECT_EQ(qualitative_colour(kQualitativeColours), qualitative_colour(0));
}

}  // namespace
}  // namespace poseaae::render
