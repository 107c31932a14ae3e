#pragma once

#include <string>
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

}  // namespace poseaae
