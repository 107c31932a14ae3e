#include "poseaae/render/colour_scale.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace poseaae::render {

namespace {

constexpr std::array<Colour, kQualitativeColours> kColours{{{31, 111, 178},
                                                            {222, 90, 49},
                                                            {46, 139, 87},
                                                            {136, 84, 168},
                                                            {201, 148, 22},
                                                            {23, 162, 170},
                                                            {196, 69, 124},
                                                            {104, 110, 122},
                                                            {140, 90, 50},
                                                            {128, 178, 42},
                                                            {88, 160, 230},
                                                            {238, 140, 150}}};

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double linear) {
  const double c = std::clamp(linear, 0.0, 1.0);
  const double s = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1.0 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(255.0 * s));
}

}  // namespace

Colour qualitative_colour(std::size_t i) { return kColours[i % kColours.size()]; }

Oklab to_oklab(const Colour& colour) {
  const double r = linear(colour.r), g = linear(colour.g), b = linear(colour.b);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Colour from_oklab(const Oklab& lab) {
  const auto cubed = [](double x) { return x * x * x; };
  const double l = cubed(lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b);
  const double m = cubed(lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b);
  const double s = cubed(lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b);
  return {encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
          encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
          encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

Colour sequential_colour(double t) {
  const double u = std::clamp(t, 0.0, 1.0);
  const double chroma = 0.15 - 0.055 * std::sin(std::numbers::pi * u);
  const double hue = (310.0 - 208.0 * u) * std::numbers::pi / 180.0;
  return from_oklab({0.30 + 0.62 * u, chroma * std::cos(hue), chroma * std::sin(hue)});
}

}  // namespace poseaae::render
