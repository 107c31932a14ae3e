#include "dense.hpp"

namespace poseaae::nn {

namespace {

/// Nothing but zeros: whoever adds such a layer says what it is.
void initialise(Layer& layer, Random& /*random*/) {
  for (auto& array : layer.arrays) std::fill(array.begin(), array.end(), 0.0F);
}

}  // namespace

/// A dense layer that does not learn, such as the change to principal components and back.
LayerKind fixed_layer() {
  return {.name = "fixed",
          .arrays = dense::arrays,
          .initialise = initialise,
          .apply = dense::apply,
          .loops = makers_of<dense::DenseLoops>(),
          .learns = false};
}

}  // namespace poseaae::nn
