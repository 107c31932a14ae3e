#include "poseaae/nn/optimiser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"

namespace poseaae::nn {

void OptimiserState::require(const std::vector<LayerSpec>& expected) const {
  const auto fits = [](const Layer& layer, const LayerSpec& spec) {
    const auto outputs = static_cast<std::size_t>(spec.outputs);
    return layer.bias.size() == outputs &&
           layer.weight.size() == outputs * static_cast<std::size_t>(spec.inputs);
  };
  for (const auto* layers : {&parameters, &first_moments, &second_moments}) {
    if (!std::equal(layers->begin(), layers->end(), expected.begin(), expected.end(), fits)) {
      throw ModelError(fmt::format(
          "the saved state is not of this model's {} layers; resume with the configuration of the "
          "saved run",
          expected.size()));
    }
  }
}

}  // namespace poseaae::nn
