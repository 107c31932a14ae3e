#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace poseaae {

/// Names of an enumeration's values, in the order they are shown.
template <typename Enum>
using Names = std::vector<std::pair<std::string, Enum>>;

/// The name of a value; "?" where it has none.
template <typename Enum>
[[nodiscard]] std::string name_of(Enum value, const Names<Enum>& names) {
  for (const auto& [name, candidate] : names) {
    if (candidate == value) return name;
  }
  return "?";
}

/// The value of a name, if it is one of them.
template <typename Enum>
[[nodiscard]] std::optional<Enum> value_of(std::string_view name, const Names<Enum>& names) {
  for (const auto& [known, value] : names) {
    if (known == name) return value;
  }
  return std::nullopt;
}

/// The names alone.
template <typename Enum>
[[nodiscard]] std::vector<std::string> words_of(const Names<Enum>& names) {
  std::vector<std::string> words;
  for (const auto& [name, value] : names) words.push_back(name);
  return words;
}

}  // namespace poseaae
