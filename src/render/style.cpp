#include "poseaae/render/style.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae::render {

namespace {

constexpr int kSmallest = 16;
constexpr int kLargest = 16384;

void check_size(const char* name, int value) {
  if (value >= kSmallest && value <= kLargest) return;
  throw UsageError(fmt::format("picture {}: expected {} to {} pixels, found {}", name, kSmallest,
                               kLargest, value));
}

}  // namespace

void Style::validate() const {
  check_size("width", width);
  check_size("height", height);
  if (!(line_width > 0.0 && line_width <= 20.0)) {
    throw UsageError(
        fmt::format("line width: expected a factor above 0 and at most 20, found {}", line_width));
  }
}

Colour Style::ink() const {
  return luminance(background) > 0.5 ? Colour{42, 47, 58} : Colour{236, 236, 232};
}

Colour Style::centre_colour() const { return centre.value_or(ink()); }

}  // namespace poseaae::render
