#include "dense.hpp"

#include <cmath>

namespace poseaae::nn {

namespace {

/// Uniform in +-1/sqrt(inputs): PyTorch's default for nn.Linear.
void initialise(Layer& layer, Random& random) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(layer.spec.inputs));
  for (auto& array : layer.arrays) {
    for (float& value : array) value = static_cast<float>(random.uniform(-bound, bound));
  }
}

}  // namespace

LayerKind dense_layer() {
  return {.name = "dense",
          .arrays = dense::arrays,
          .initialise = initialise,
          .apply = dense::apply,
          .loops = makers_of<dense::DenseLoops>()};
}

}  // namespace poseaae::nn
