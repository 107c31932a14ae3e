#include "poseaae/render/style.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"

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
  require_between("line width", line_width, 0.01, 20.0);
}

Colour Style::ink() const {
  return luminance(background) > 0.5 ? Colour{42, 47, 58} : Colour{236, 236, 232};
}

Colour Style::centre_colour() const { return centre.value_or(ink()); }

}  // namespace poseaae::render
