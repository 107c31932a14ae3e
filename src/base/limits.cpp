#include "poseaae/base/limits.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"

namespace poseaae {

void require_between(std::string_view what, double value, double low, double high,
                     std::string_view unit) {
  if (value >= low && value <= high) return;
  throw UsageError(fmt::format("{}: expected {} to {}{}, found {}", what, low, high, unit, value));
}

}  // namespace poseaae
