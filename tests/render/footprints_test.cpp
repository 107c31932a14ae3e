#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>

#include "mocap/bodies.hpp"
#include "poseaae/render/painter.hpp"

namespace poseaae::render {
namespace {

constexpr double kFps = 30.0;

/// Two seconds on both feet, one on the left, five on both.
mocap::Motion raises_the_right_leg() {
  const mocap::Skeleton skeleton = mocap::test::dancer();
  mocap::Motion motion(skeleton, kFps, 240);
  const int thigh = *skeleton.find("RightUpLeg");
  const int shin = *skeleton.find("RightLeg");
  for (int t = 60; t < 90; ++t) {
    const double angle = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (t - 60) / 30.0);
    motion.set_rotation(t, thigh, math::from_rotation_vector({-angle, 0, 0}));
    motion.set_rotation(t, shin, math::from_rotation_vector({2.0 * angle, 0, 0}));
  }
  return motion;
}

Style footprints_alone() {
  Style style;
  style.grid = style.shadow = style.time_label = false;
  style.contacts = true;
  style.background = {255, 255, 255};
  style.left = {0, 0, 255};
  style.right = {255, 0, 0};
  return style;
}

/// How many discs have which colour.
std::map<std::uint32_t, int> discs(const std::vector<Layer>& layers) {
  std::map<std::uint32_t, int> found;
  for (const Layer& layer : layers) {
    for (const Shape& shape : layer.shapes) {
      if (const auto* disc = std::get_if<Ellipse>(&shape)) ++found[packed(disc->fill)];
    }
  }
  return found;
}

TEST(Footprints, ShowWhichFeetStandAndFadeAfterwards) {
  const Style style = footprints_alone();
  const Painter painter(Scene(raises_the_right_leg()), Camera{}, style);
  const auto colour = [&](const Colour& side, double level) {
    return packed(mix(style.background, side, level));
  };
  const auto at = [&](int frame) { return discs(painter.action(frame)); };
  const auto left = colour(style.left, 0.73), right = colour(style.right, 0.73);
  const auto right_left = colour(style.right, 0.2);
  EXPECT_EQ(at(30).size(), 2u);
  EXPECT_EQ(at(30)[left], at(30)[right]);
  EXPECT_EQ(at(75).count(left), 1u);
  EXPECT_EQ(at(75).count(right), 0u);
  EXPECT_EQ(at(75).count(right_left), 1u);
  EXPECT_EQ(at(110).count(right), 1u);
  EXPECT_EQ(at(110).count(right_left), 1u);
  EXPECT_EQ(at(210).count(right_left), 0u);
}

TEST(Footprints, LieUnderTheSole) {
  const Style style = footprints_alone();
  const Camera from_above{Projection::kOrthographic, 0.0, 89.0, 1.0, false};
  const Painter painter(Scene(raises_the_right_leg()), from_above, style);
  double top = 1e9, bottom = -1e9, x_left = 0.0, x_right = 0.0;
  for (const Layer& layer : painter.action(0)) {
    for (const Shape& shape : layer.shapes) {
      const auto* disc = std::get_if<Ellipse>(&shape);
      if (disc == nullptr) continue;
      top = std::min(top, disc->centre.y);
      bottom = std::max(bottom, disc->centre.y);
      (disc->fill.b > disc->fill.r ? x_left : x_right) = disc->centre.x;
    }
  }
  // Heels 0.18 m apart, and from each 0.14 m forwards to the toe; a degree makes 0.02 %.
  EXPECT_NEAR((bottom - top) / std::abs(x_left - x_right), 0.14 / 0.18, 1e-3);
  EXPECT_GT(x_left, x_right);  // the dancer faces us
}

TEST(Footprints, AreAnOptionAndPartOfStrips) {
  Style style = footprints_alone();
  const Scene scene(raises_the_right_leg());
  EXPECT_FALSE(discs(contact_strip(scene, Camera{}, style, 3).layers).empty());
  style.contacts = false;
  EXPECT_TRUE(discs(contact_strip(scene, Camera{}, style, 3).layers).empty());
  EXPECT_TRUE(discs(Painter(scene, Camera{}, style).action(0)).empty());
}

}  // namespace
}  // namespace poseaae::render
