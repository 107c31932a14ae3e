#include "poseaae/nn/affine_layer.hpp"

#include <vector>

#include "poseaae/math/batch.hpp"

namespace poseaae::nn {

Layer affine_layer(const Eigen::MatrixXd& matrix, const Eigen::VectorXd& offset,
                   const std::string& kind) {
  const LayerSpec spec{static_cast<int>(matrix.cols()), static_cast<int>(matrix.rows()),
                       Activation::kLinear, kind};
  Layer layer{spec,
              {std::vector<float>(static_cast<std::size_t>(matrix.size())),
               std::vector<float>(static_cast<std::size_t>(offset.size()))}};
  Eigen::Map<Batch>(layer.array("weight").data(), spec.outputs, spec.inputs) = matrix.cast<float>();
  Eigen::Map<Eigen::VectorXf>(layer.array("bias").data(), spec.outputs) = offset.cast<float>();
  return layer;
}

}  // namespace poseaae::nn
