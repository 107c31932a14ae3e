#include <algorithm>
#include <array>
#include <limits>

#include "poseaae/core/error.hpp"
#include "poseaae/render/gif.hpp"

namespace poseaae::render {

namespace {

constexpr std::size_t kMostColours = 255;
constexpr int kLimbSteps = 16;
constexpr int kInkSteps = 40;

void add(std::vector<Colour>& colours, const Colour& colour) {
  if (std::find(colours.begin(), colours.end(), colour) == colours.end()) colours.push_back(colour);
}

void add_ramp(std::vector<Colour>& colours, const Colour& from, const Colour& to, int steps) {
  for (int i = 0; i <= steps; ++i) add(colours, mix(from, to, static_cast<double>(i) / steps));
}

}  // namespace

Palette::Palette(const std::vector<Colour>& colours) {
  for (const Colour& colour : colours) add(colours_, colour);
  if (colours_.empty() || colours_.size() > kMostColours) {
    throw UsageError("GIF: a palette holds 1 to 255 colours");
  }
}

Palette Palette::for_style(const Style& style) {
  const std::array limbs{style.left, style.right, style.centre_colour()};
  std::vector<Colour> colours;
  for (const Colour& limb : limbs) add_ramp(colours, style.background, limb, kLimbSteps);
  add_ramp(colours, style.background, style.ink(), kInkSteps);
  for (std::size_t i = 0; i < limbs.size(); ++i) {
    const Colour& next = limbs[(i + 1) % limbs.size()];
    for (const double t : {0.33, 0.67}) add(colours, mix(limbs[i], next, t));
  }
  return Palette(colours);
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

IndexedImage Palette::quantise(const Image& image) const {
  // A picture has few colours that come again and again: remember the last answer per hash.
  constexpr std::size_t kSlots = 4096;
  struct Answer {
    std::uint32_t pixel = 0xffffffff;  // no pixel looks like this
    std::uint8_t index = 0;
  };
  std::array<Answer, kSlots> answers{};
  IndexedImage result{image.width, image.height, {}};
  result.indices.reserve(image.pixels.size());
  for (const std::uint32_t pixel : image.pixels) {
    Answer& answer = answers[(pixel * 2654435761u) >> 20];
    if (answer.pixel != pixel) answer = {pixel, nearest(pixel)};
    result.indices.push_back(answer.index);
  }
  return result;
}

}  // namespace poseaae::render
