#include "dense.hpp"

namespace poseaae::nn {

/// A dense layer that does not learn, such as the change to principal components and back; it
/// starts as a random projection.
LayerKind fixed_layer() {
  return {.name = "fixed",
          .arrays = dense::arrays,
          .initialise = dense::initialise,
          .apply = dense::apply,
          .loops = makers_of<dense::DenseLoops>(),
          .learns = false};
}

}  // namespace poseaae::nn
