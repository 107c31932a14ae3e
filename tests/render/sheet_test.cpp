#include "poseaae/render/sheet.hpp"

#include <gtest/gtest.h>

namespace poseaae::render {
namespace {

template <typename S>
const S& shape(const Picture& picture, std::size_t i) {
  return std::get<S>(picture.layers.front().shapes.at(i));
}

TEST(Sheet, KeepsTheOrderAndTheSize) {
  Sheet sheet;
  sheet.box({1, 2, 3, 4}, kFirst);
  sheet.text({5, 6}, "words");
  sheet.dot({7, 8}, 2.0, kSecond, 0.5);
  const Picture picture = std::move(sheet).finish(100, 50);
  EXPECT_EQ(picture.width, 100);
  EXPECT_EQ(picture.height, 50);
  EXPECT_EQ(shape<Box>(picture, 0).area.y, 2.0);
  EXPECT_EQ(shape<Label>(picture, 1).text, "words");
  EXPECT_EQ(shape<Ellipse>(picture, 2).alpha, 0.5);
}

TEST(Sheet, PlacesAnotherPictureWhereItIsTold) {
  const Picture other{
      10,
      10,
      kPaper,
      {{{0, 0, 10, 10},
        {Capsule{{1, 1}, {2, 2}, 1, 1, kInk}, Polyline{{{3, 3}}, 1, kInk, 1, {}},
         Ellipse{{4, 4}, 1, 1, kInk, 1}, Box{{5, 5, 1, 1}, 0, kInk, 1}, Label{{6, 6}, "six"}}}}};
  Sheet sheet;
  sheet.place(other, 100.0, 200.0);
  const Picture picture = std::move(sheet).finish(300, 300);
  EXPECT_EQ(shape<Capsule>(picture, 0).b.x, 102.0);
  EXPECT_EQ(shape<Polyline>(picture, 1).points[0].y, 203.0);
  EXPECT_EQ(shape<Ellipse>(picture, 2).centre.x, 104.0);
  EXPECT_EQ(shape<Box>(picture, 3).area.y, 205.0);
  EXPECT_EQ(shape<Label>(picture, 4).at.x, 106.0);
}

TEST(Sheet, APanelLeavesTheAreaBelowItsHeading) {
  Sheet sheet;
  const Viewport inside = sheet.panel({10, 20, 300, 200}, "heading", "note");
  EXPECT_EQ(inside.x, 10.0);
  EXPECT_GT(inside.y, 20.0);
  EXPECT_EQ(inside.y + inside.height, 220.0);
}

}  // namespace
}  // namespace poseaae::render
