#include "poseaae/render/colour.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"

namespace poseaae::render {

namespace {

constexpr std::array<std::pair<std::string_view, Colour>, 22> kNames{{
    {"white", {255, 255, 255}}, {"black", {0, 0, 0}},        {"grey", {128, 128, 128}},
    {"gray", {128, 128, 128}},  {"silver", {192, 192, 192}}, {"ivory", {255, 255, 240}},
    {"beige", {245, 245, 220}}, {"red", {220, 40, 40}},      {"maroon", {128, 0, 0}},
    {"orange", {240, 140, 30}}, {"gold", {230, 180, 30}},    {"yellow", {250, 220, 40}},
    {"olive", {128, 128, 0}},   {"green", {40, 150, 70}},    {"teal", {0, 128, 128}},
    {"cyan", {0, 180, 200}},    {"blue", {40, 90, 210}},     {"navy", {0, 0, 96}},
    {"purple", {120, 50, 160}}, {"magenta", {200, 40, 160}}, {"pink", {245, 150, 180}},
    {"brown", {130, 80, 45}},
}};

bool parse_hex(std::string_view digits, std::uint32_t& value) {
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  return error == std::errc{} && stop == end;
}

std::uint8_t blend(std::uint8_t a, std::uint8_t b, double t) {
  return static_cast<std::uint8_t>(std::lround(a + t * (b - a)));
}

}  // namespace

Colour parse_colour(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  std::uint32_t value = 0;
  if (lower.size() == 7 && lower[0] == '#' && parse_hex(lower.substr(1), value)) {
    return unpacked(value);
  }
  if (lower.size() == 4 && lower[0] == '#' && parse_hex(lower.substr(1), value)) {
    const auto nibble = [value](int shift) {
      return static_cast<std::uint8_t>(17 * ((value >> shift) & 15));
    };
    return {nibble(8), nibble(4), nibble(0)};
  }
  std::string known;
  for (const auto& [name, colour] : kNames) {
    if (name == lower) return colour;
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  throw UsageError(fmt::format(
      "expected a colour as #rrggbb, #rgb or a name, found '{}'; names: {}", text, known));
}

std::string to_string(const Colour& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.r, colour.g, colour.b);
}

Colour mix(const Colour& a, const Colour& b, double t) {
  t = std::clamp(t, 0.0, 1.0);
  return {blend(a.r, b.r, t), blend(a.g, b.g, t), blend(a.b, b.b, t)};
}

double luminance(const Colour& colour) {
  return (0.2126 * colour.r + 0.7152 * colour.g + 0.0722 * colour.b) / 255.0;
}

}  // namespace poseaae::render
