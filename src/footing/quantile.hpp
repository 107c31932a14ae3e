#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace poseaae::footing {

/// The value below which `share` of them lie, one of them. `values` is not empty.
[[nodiscard]] inline double quantile(std::vector<double> values, double share) {
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, place);
  return *place;
}

}  // namespace poseaae::footing
