#include "poseaae/render/coverage.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "poseaae/render/painter.hpp"
#include "poseaae/render/picture.hpp"
#include "samples.hpp"

namespace poseaae::render {
namespace {

TEST(Coverage, HoldsOneSpanPerRow) {
  Coverage coverage(10, 4);
  coverage.add(Viewport{2.5, 1.0, 2.0, 1.0});
  coverage.add(Viewport{7.0, 1.5, 9.0, 1.0});
  EXPECT_EQ(coverage.row(0), (Coverage::Span{0, 0}));
  EXPECT_EQ(coverage.row(1), (Coverage::Span{2, 10}));
  EXPECT_EQ(coverage.row(2), (Coverage::Span{7, 10}));
  const Coverage grown = coverage.grown();
  EXPECT_EQ(grown.row(0), (Coverage::Span{1, 10}));
  EXPECT_EQ(grown.row(3), (Coverage::Span{6, 10}));
}

RC_GTEST_PROP(Coverage, HoldsEveryPixelThatIsDrawn, ()) {
  const auto place = [] { return 0.1 * *rc::gen::inRange(-300, 1300); };
  const auto radius = [] { return 0.1 * *rc::gen::inRange(1, 300); };
  const Colour ink{1, 2, 3};
  Layer layer{{10.0, 5.0, 70.0, 80.0}, {}};
  layer.shapes.emplace_back(
      Capsule{{place(), place()}, {place(), place()}, radius(), radius(), ink});
  layer.shapes.emplace_back(Ellipse{{place(), place()}, radius(), radius(), ink, 0.5});
  layer.shapes.emplace_back(
      Polyline{{{place(), place()}, {place(), place()}, {place(), place()}}, radius(), ink, 1, {}});
  layer.shapes.emplace_back(Box{{place(), place(), radius(), radius()}, 0.05, ink, 1.0});
  layer.shapes.emplace_back(Label{{place(), place()},
                                  "Wgj",
                                  radius(),
                                  ink,
                                  Anchor::kCentre,
                                  true,
                                  *rc::gen::arbitrary<bool>()});
  for (const Shape& shape : layer.shapes) {
    Image image{100, 100, std::vector<std::uint32_t>(10000, 0xffffff)};
    const Coverage covered = draw(image, {Layer{layer.clip, {shape}}});
    for (int y = 0; y < 100; ++y) {
      const auto [begin, end] = covered.row(y);
      for (int x = 0; x < 100; ++x) {
        if (x < begin || x >= end) RC_ASSERT(image.at(x, y) == 0xffffffu);
      }
    }
  }
}

TEST(Canvas, PaintsTheSameAsANewPicture) {
  Style style;
  style.width = style.height = 160;
  const Painter painter(Scene(test::dance(20, 30.0, 2.0)), {}, style);
  Canvas canvas;
  for (const int frame : {0, 1, 10, 3, 19, 19, 0}) {
    painter.paint(frame, canvas);
    EXPECT_EQ(canvas.image, painter.paint(frame)) << frame;
  }
}

}  // namespace
}  // namespace poseaae::render
