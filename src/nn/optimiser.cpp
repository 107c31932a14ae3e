#include "poseaae/nn/optimiser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::nn {

void OptimiserState::require(const std::vector<Array>& expected) const {
  const auto fits = [](const Array& a, const Array& b) {
    return a.sizes == b.sizes && a.values.size() == b.values.size();
  };
  for (const auto* arrays : {&parameters, &first_moments, &second_moments}) {
    if (!std::equal(arrays->begin(), arrays->end(), expected.begin(), expected.end(), fits)) {
      throw ModelError(fmt::format(
          "the saved state does not fit this model's {} arrays of parameters; resume with the "
          "configuration of the saved run",
          expected.size()));
    }
  }
}

}  // namespace poseaae::nn
