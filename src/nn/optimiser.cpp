#include "poseaae/nn/optimiser.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::nn {

void OptimiserState::require(const std::vector<Array>& expected) const {
  const auto fits = [](const Array& a, const Array& b) {
    return a.sizes == b.sizes && a.values.size() == b.values.size();
  };
  const auto shape = [](const std::vector<Array>& arrays, std::ptrdiff_t i) {
    return i < std::ssize(arrays) ? fmt::format("({})", fmt::join(arrays[i].sizes, ", ")) : "none";
  };
  for (const auto* arrays : {&parameters, &first_moments, &second_moments}) {
    const auto [found, wanted] =
        std::mismatch(arrays->begin(), arrays->end(), expected.begin(), expected.end(), fits);
    if (found == arrays->end() && wanted == expected.end()) continue;
    const std::ptrdiff_t i = wanted - expected.begin();
    throw ModelError(
        fmt::format("array {} of the saved parameters: expected shape {}, found {}; resume with "
                    "the configuration of the saved run",
                    i, shape(expected, i), shape(*arrays, i)));
  }
}

}  // namespace poseaae::nn
