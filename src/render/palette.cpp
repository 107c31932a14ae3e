#include "render/palette.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <limits>

#include "poseaae/base/error.hpp"

namespace poseaae::render {

namespace {

// Of a limb's colour on its way from the background: a few levels of anti-aliasing, which are also
// its joints' dots, and from 0.6 on shades of depth.
constexpr std::array kLimbLevels{0.2, 0.4, 0.6, 0.73, 0.87, 1.0};
// Floor and shadow: light ink.
constexpr std::array kFloorLevels{0.04, 0.08, 0.12, 0.16, 0.20, 0.24, 0.28};

void add(std::vector<Colour>& colours, const Colour& colour) {
  if (std::find(colours.begin(), colours.end(), colour) == colours.end()) colours.push_back(colour);
}

}  // namespace

Palette::Palette(const std::vector<Colour>& colours) {
  for (const Colour& colour : colours) add(colours_, colour);
  if (colours_.empty() || size() > kMaxColours) {
    throw UsageError("GIF: expected 1 to 63 colours in a palette");
  }
}

Palette Palette::for_style(const Style& style) {
  const std::array limbs{style.left, style.right, style.centre_colour()};
  std::vector<Colour> colours{style.background};
  for (const double t : kFloorLevels) add(colours, mix(style.background, style.ink(), t));
  for (const Colour& colour : {style.ink(), limbs[0], limbs[1], limbs[2]}) {
    for (const double t : kLimbLevels) add(colours, mix(style.background, colour, t));
  }
  for (std::size_t i = 0; i < limbs.size(); ++i) {
    const Colour& next = limbs[(i + 1) % limbs.size()];
    for (const double t : {0.33, 0.67}) add(colours, mix(limbs[i], next, t));
  }
  return Palette(colours);
}

int Palette::bits() const noexcept {
  // GIF's codes begin with two bits even where one would do.
  return std::max(2, static_cast<int>(std::bit_width(static_cast<unsigned>(size()))));
}

std::uint8_t Palette::nearest(std::uint32_t pixel) const {
  const Colour c = unpacked(pixel);
  int best = std::numeric_limits<int>::max();
  std::size_t found = 0;
  for (std::size_t i = 0; i < colours_.size(); ++i) {
    const int r = c.r - colours_[i].r, g = c.g - colours_[i].g, b = c.b - colours_[i].b;
    const int distance = r * r + g * g + b * b;
    if (distance < best) {
      best = distance;
      found = i;
    }
  }
  return static_cast<std::uint8_t>(found);
}

int Palette::distance(int a, int b) const {
  const Colour &x = colours_[a], &y = colours_[b];
  return std::max({std::abs(x.r - y.r), std::abs(x.g - y.g), std::abs(x.b - y.b)});
}

}  // namespace poseaae::render
