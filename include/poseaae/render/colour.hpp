#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace poseaae::render {

/// An opaque sRGB colour.
struct Colour {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;

  friend bool operator==(const Colour&, const Colour&) = default;
};

/// "#rrggbb", "#rgb" or a plain name ("white", "navy"), case does not matter. @throws UsageError
[[nodiscard]] Colour parse_colour(std::string_view text);
/// "#rrggbb"
[[nodiscard]] std::string to_string(const Colour& colour);

/// (1 - t) a + t b per channel, t clipped to [0, 1].
[[nodiscard]] Colour mix(const Colour& a, const Colour& b, double t);
/// Relative luminance in [0, 1], from the Rec. 709 weights on the encoded values: enough to tell a
/// dark background from a light one.
[[nodiscard]] double luminance(const Colour& colour);

/// 0x00rrggbb, the form of a pixel in Image.
[[nodiscard]] constexpr std::uint32_t packed(const Colour& c) {
  return (std::uint32_t{c.r} << 16) | (std::uint32_t{c.g} << 8) | c.b;
}
[[nodiscard]] constexpr Colour unpacked(std::uint32_t pixel) {
  return {static_cast<std::uint8_t>(pixel >> 16), static_cast<std::uint8_t>(pixel >> 8),
          static_cast<std::uint8_t>(pixel)};
}

}  // namespace poseaae::render
