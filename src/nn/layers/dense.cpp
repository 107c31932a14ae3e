#include "dense.hpp"

namespace poseaae::nn {

LayerKind dense_layer() {
  return {.name = "dense",
          .arrays = dense::arrays,
          .initialise = dense::initialise,
          .apply = dense::apply,
          .loops = makers_of<dense::DenseLoops>()};
}

}  // namespace poseaae::nn
