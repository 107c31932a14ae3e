#pragma once

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "poseaae/base/error.hpp"

namespace poseaae::bench {

/// A whole number above 0. @throws UsageError naming the argument
[[nodiscard]] inline int positive(std::string_view name, std::string_view text) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value <= 0) {
    throw UsageError(fmt::format("{}: expected a positive number, found '{}'", name, text));
  }
  return value;
}

}  // namespace poseaae::bench
