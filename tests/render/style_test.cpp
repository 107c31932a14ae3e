#include "poseaae/render/style.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::render {
namespace {

TEST(Colour, ParsesHexAndNames) {
  EXPECT_EQ(parse_colour("#1a2B3c"), (Colour{0x1a, 0x2b, 0x3c}));
  EXPECT_EQ(parse_colour("#f08"), (Colour{255, 0, 136}));
  EXPECT_EQ(parse_colour("White"), (Colour{255, 255, 255}));
  EXPECT_EQ(to_string(Colour{0x1a, 0x2b, 0x3c}), "#1a2b3c");
  EXPECT_EQ(unpacked(packed({1, 2, 3})), (Colour{1, 2, 3}));
}

TEST(Colour, RefusesWhatIsNone) {
  for (const char* text :
       {"", "#12", "#12345g", "#1234567", "#-12345", "#+1f", "blu", "0x112233"}) {
    EXPECT_THROW(static_cast<void>(parse_colour(text)), UsageError) << text;
  }
}

TEST(Colour, MixesLinearly) {
  EXPECT_EQ(mix({0, 100, 200}, {100, 0, 200}, 0.25), (Colour{25, 75, 200}));
  EXPECT_EQ(mix({0, 0, 0}, {10, 20, 30}, 7.0), (Colour{10, 20, 30}));
}

TEST(Style, TurnsLightOnDark) {
  Style style;
  EXPECT_LT(luminance(style.centre_colour()), 0.5);
  style.background = {10, 10, 20};
  EXPECT_GT(luminance(style.centre_colour()), 0.5);
  style.centre = Colour{1, 2, 3};
  EXPECT_EQ(style.centre_colour(), (Colour{1, 2, 3}));
}

TEST(Style, RefusesImpossibleSizes) {
  Style style;
  EXPECT_NO_THROW(style.validate());
  for (const int side : {0, -5, 15, 20000}) {
    style.width = side;
    EXPECT_THROW(style.validate(), UsageError) << side;
  }
  style = {};
  for (const double width : {0.0, -1.0, 21.0, std::nan("")}) {
    style.line_width = width;
    EXPECT_THROW(style.validate(), UsageError) << width;
  }
}

}  // namespace
}  // namespace poseaae::render
