#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "poseaae/base/decimal.hpp"

/// Numbers in the options of programs, without the locale.
namespace poseaae::latent {

/// `text` without blanks at its ends, as a number; nothing else may follow.
template <typename T>
[[nodiscard]] std::optional<T> parse_number(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return poseaae::parse_number<T>(text);
}

/// The parts of `text` between commas; one, maybe empty, where there is none.
[[nodiscard]] inline std::vector<std::string_view> split_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace poseaae::latent
