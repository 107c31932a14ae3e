#include "network.hpp"

namespace poseaae::torch_engine {

torch::Tensor fixed_layer(const nn::LayerSpec& spec, const std::vector<torch::Tensor>& arrays,
                          const torch::Tensor& x) {
  return dense_layer(spec, arrays, x);
}

}  // namespace poseaae::torch_engine
