#include "render/tolerance.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace poseaae::render {
namespace {

/// Greys 0, 8, 100, 150; red; grey 40.
Palette greys() {
  return Palette(
      {{0, 0, 0}, {8, 8, 8}, {100, 100, 100}, {150, 150, 150}, {200, 0, 0}, {40, 40, 40}});
}

/// Keys of a width x 1 picture.
std::vector<PixelKey> keys(const std::vector<std::uint8_t>& indices) {
  const auto width = static_cast<int>(indices.size());
  Coverage all(width, 1);
  all.add(Viewport{0, 0, static_cast<double>(width), 1});
  std::vector<PixelKey> keys(indices.size(), 255);
  EXPECT_EQ(Tolerance(greys()).find_keys(indices, width, all, keys).row(0),
            (Coverage::Span{0, width}));
  return keys;
}

TEST(Tolerance, PlanesAreExactAndEdgesAreNot) {
  const std::vector<PixelKey> found = keys({0, 0, 0, 3, 3, 3});
  EXPECT_EQ(found, (std::vector<PixelKey>{0, 0, 3 * 64, 3 * 64 + 3, 3, 3}));
  const Tolerance tolerance(greys());
  EXPECT_EQ(tolerance.written(0), 0b000001u);
  EXPECT_EQ(tolerance.written(3 * 64), 0b100011u);
  EXPECT_EQ(tolerance.written(3 * 64 + 3), 0b001100u);  // 100 is near enough
}

TEST(Tolerance, FaintEdgesAllowLittle) {
  EXPECT_EQ(keys({0, 1}), (std::vector<PixelKey>{0, 1}));  // a step of 8 is a plane
  const Tolerance tolerance(greys());
  EXPECT_EQ(keys({0, 5})[0], 64);
  EXPECT_EQ(keys({0, 5, 2})[1], 128 + 5);  // on its way up a step of 100
  EXPECT_EQ(tolerance.written(64), 0b000011u);
}

TEST(Tolerance, WhatIsKnownByHalfStaysOnlyWhereAllOfItMay) {
  const Tolerance tolerance(greys());
  EXPECT_FALSE(tolerance.stays(Tolerance::kNothing, 3 * 64));
  EXPECT_TRUE(tolerance.stays(Tolerance::shown(2), 3 * 64 + 3));
  EXPECT_FALSE(tolerance.stays(Tolerance::shown(0), 3 * 64 + 3));
  EXPECT_TRUE(tolerance.stays(Tolerance::kept_for(3 * 64), 3 * 64));
  EXPECT_TRUE(tolerance.stays(Tolerance::kept_for(0), 3 * 64));   // exactly black
  EXPECT_FALSE(tolerance.stays(Tolerance::kept_for(3 * 64), 0));  // perhaps a dark grey
}

TEST(Tolerance, OnlyChangedKeysAreReported) {
  const Tolerance tolerance(greys());
  std::vector<std::uint8_t> indices(40 * 3, 0);
  std::vector<PixelKey> keys(indices.size(), 0);
  indices[40 + 20] = 3;
  Coverage all(40, 3);
  all.add(Viewport{0, 0, 40, 3});
  const Coverage changed = tolerance.find_keys(indices, 40, all, keys);
  EXPECT_EQ(changed.row(0), (Coverage::Span{20, 21}));
  EXPECT_EQ(changed.row(1), (Coverage::Span{19, 22}));
  EXPECT_EQ(changed.row(2), (Coverage::Span{20, 21}));
  const Coverage again = tolerance.find_keys(indices, 40, all, keys);
  for (int y = 0; y < 3; ++y) EXPECT_GE(again.row(y).begin, again.row(y).end);
}

}  // namespace
}  // namespace poseaae::render
