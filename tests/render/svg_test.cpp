#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/render/picture.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::render {
namespace {

using test::TemporaryFolder;

/// What an XML reader that is not ours makes of the file: its size, then every element of a kind
/// with some of its attributes and its text.
std::string read_by_python(const std::filesystem::path& file, const std::string& kind,
                           const std::string& attributes) {
  const char* const script =
      "import sys, xml.etree.ElementTree as E\n"
      "root = E.parse(sys.argv[1]).getroot()\n"
      "print(root.get('width'), root.get('height'), root.get('viewBox'))\n"
      "for e in root.iter('{http://www.w3.org/2000/svg}' + sys.argv[2]):\n"
      "    print(*[e.get(a) for a in sys.argv[3].split()], ascii(e.text or ''))\n";
  const auto result =
      test::run_program("/usr/bin/python3", {"-c", script, file.string(), kind, attributes});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return result.out;
}

Picture picture_of(std::vector<Shape> shapes) {
  return {60, 40, Colour{255, 255, 255}, {{{0.0, 0.0, 60.0, 40.0}, std::move(shapes)}}};
}

class Svg : public testing::Test {
 protected:
  std::filesystem::path write(const Picture& picture) {
    const auto file = folder_ / "a.svg";
    write_file(file, svg_bytes(picture));
    return file;
  }
  TemporaryFolder folder_;
};

TEST_F(Svg, SizesArePixelsAndTextIsText) {
  const Picture picture = picture_of(
      {Label{{30.0, 20.5}, "a < b & \"c\" \xc3\xa9", 12.0, Colour{1, 2, 3}, Anchor::kCentre, true},
       Label{{5.0, 6.0}, "up", 9.0, Colour{}, Anchor::kRight, false, true}});
  EXPECT_EQ(read_by_python(write(picture), "text",
                           "x y text-anchor font-size font-weight fill transform"),
            "60px 40px 0 0 60 40\n"
            "30 20.5 middle 12 bold #010203 None 'a < b & \"c\" \\xe9'\n"
            "5 6 end 9 None #000000 rotate(-90 5 6) 'up'\n");
}

/// Names come from files, and may hold anything.
TEST_F(Svg, WhatXmlCannotHoldIsReplaced) {
  const Picture picture =
      picture_of({Label{{1.0, 2.0}, std::string("a\x01\0b\xff\xef\xbf\xbf", 8)}});
  EXPECT_EQ(read_by_python(write(picture), "text", "x"),
            "60px 40px 0 0 60 40\n1 'a\\ufffd\\ufffdb\\ufffd\\ufffd'\n");
}

TEST_F(Svg, ShapesAreElementsOfTheirKind) {
  const Picture picture =
      picture_of({Ellipse{{10.0, 11.0}, 3.0, 2.0, Colour{255, 0, 0}, 0.5},
                  Ellipse{{1.0, 1.0}, 0.0, 1.0}, Box{{1.0, 2.0, 3.0, 4.0}, 1.5, Colour{0, 0, 255}},
                  Polyline{{{0.0, 0.0}, {1.5, -2.0}}, 0.25, Colour{0, 255, 0}, 0.25, {2.0, 1.0}},
                  Capsule{{5.0, 5.0}, {5.1, 5.0}, 4.0, 1.0, Colour{9, 9, 9}}});
  const auto file = write(picture);
  EXPECT_EQ(read_by_python(file, "ellipse", "cx cy rx ry fill fill-opacity"),
            "60px 40px 0 0 60 40\n10 11 3 2 #ff0000 0.5 ''\n");
  EXPECT_EQ(read_by_python(file, "rect", "x y width height rx fill"),
            "60px 40px 0 0 60 40\nNone None 60 40 None #ffffff ''\n"
            "0 0 60 40 None None ''\n"  // the layer's clip
            "1 2 3 4 1.5 #0000ff ''\n");
  EXPECT_EQ(read_by_python(file, "polyline", "points stroke stroke-opacity stroke-dasharray fill"),
            "60px 40px 0 0 60 40\n0,0 1.5,-2 #00ff00 0.25 2,1 none ''\n");
  EXPECT_EQ(read_by_python(file, "circle", "cx cy r fill"),
            "60px 40px 0 0 60 40\n5 5 4 #090909 ''\n");
}

/// librsvg draws what Cairo draws, but for the edges of letters.
TEST_F(Svg, LooksAsThePixelsDo) {
  std::vector<Shape> shapes;
  for (int i = 0; i < 12; ++i) {  // tapering both ways, in all directions
    const double a = 0.5236 * i;
    shapes.emplace_back(Capsule{{100.0 + 30.0 * std::cos(a), 100.0 + 30.0 * std::sin(a)},
                                {100.0 + 80.0 * std::cos(a), 100.0 + 80.0 * std::sin(a)},
                                i % 2 == 0 ? 3.0 : 12.0,
                                i % 3 == 0 ? 3.0 : 9.0,
                                Colour{static_cast<std::uint8_t>(20 * i), 90, 160}});
  }
  shapes.emplace_back(Ellipse{{100.0, 100.0}, 22.0, 14.0, Colour{0, 120, 0}, 0.6});
  shapes.emplace_back(
      Polyline{{{10.0, 190.0}, {60.0, 150.0}, {90.0, 185.0}}, 4.0, Colour{90, 0, 0}});
  shapes.emplace_back(
      Polyline{{{110.0, 190.0}, {190.0, 180.0}}, 3.0, Colour{0, 0, 90}, 0.7, {6.0, 4.0}});
  shapes.emplace_back(Box{{150.0, 5.0, 45.0, 30.0}, 6.0, Colour{200, 180, 20}, 0.8});
  const Picture picture{200, 200, Colour{250, 250, 240}, {{{0.0, 0.0, 190.0, 195.0}, shapes}}};
  const auto file = write(picture);
  const auto png = folder_ / "a.png";
  const auto result =
      test::run_program("/usr/bin/rsvg-convert", {file.string(), "-o", png.string()});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Image drawn = rasterise(picture), shown = test::read_png(png);
  ASSERT_EQ(shown.width, 200);
  ASSERT_EQ(shown.height, 200);
  int different = 0;
  for (std::size_t i = 0; i < drawn.pixels.size(); ++i) {
    const Colour a = unpacked(drawn.pixels[i]), b = unpacked(shown.pixels[i]);
    if (std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b) > 24) ++different;
  }
  EXPECT_LT(different, 20);
}

}  // namespace
}  // namespace poseaae::render
