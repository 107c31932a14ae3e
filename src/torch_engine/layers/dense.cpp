#include "network.hpp"

namespace poseaae::torch_engine {

torch::Tensor dense_layer(const nn::LayerSpec& spec, const std::vector<torch::Tensor>& arrays,
                          const torch::Tensor& x) {
  return activate(spec.activation, torch::addmm(arrays[1], x, arrays[0].t()));
}

}  // namespace poseaae::torch_engine
