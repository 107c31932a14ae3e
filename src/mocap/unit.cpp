#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/clip.hpp"

namespace poseaae::mocap {

namespace {

constexpr std::array<std::pair<std::string_view, double>, 6> kUnits{
    {{"cm", 0.01}, {"m", 1.0}, {"inch", 0.0254}, {"mm", 0.001}, {"ft", 0.3048}, {"dm", 0.1}}};

}  // namespace

Unit Unit::parse(std::string_view text) {
  for (const auto& [name, metres] : kUnits) {
    if (text == name) return {metres};
  }
  const auto metres = parse_number<double>(text);
  constexpr double kLeast = 1e-6;
  constexpr double kMost = 1e6;
  if (!metres || !(*metres >= kLeast && *metres <= kMost)) {
    throw ConfigError(
        "unit", text,
        "cm, m, inch, mm, ft, dm, or a number of metres per unit, 0.000001 to 1000000");
  }
  return {*metres};
}

std::string Unit::name() const {
  for (const auto& [name, known] : kUnits) {
    if (metres == known) return std::string(name);
  }
  return fmt::format("{}", metres);
}

}  // namespace poseaae::mocap
