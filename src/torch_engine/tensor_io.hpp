#pragma once

#include <torch/types.h>

#include <cstring>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/nn/network.hpp"
#include "poseaae/objective/engine.hpp"

/// Conversion between plain buffers and tensors; copies unless it says otherwise.
namespace poseaae::torch_engine {

inline torch::Tensor to_tensor(const std::vector<float>& values,
                               const std::vector<std::int64_t>& shape) {
  auto tensor = torch::empty(shape, torch::kFloat32);
  std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
  return tensor;
}

inline torch::Tensor to_tensor(const objective::StepInput::Rows& rows, torch::Device device) {
  auto tensor = torch::empty({rows.rows(), rows.cols()}, torch::kFloat32);
  Eigen::Map<Batch>(tensor.data_ptr<float>(), rows.rows(), rows.cols()) = rows;
  return tensor.to(device);
}

/// The numbers where they lie, which must outlive the tensor.
inline torch::Tensor view(const float* numbers, std::int64_t rows, std::int64_t columns) {
  return torch::from_blob(const_cast<float*>(numbers), {rows, columns}, torch::kFloat32);
}

inline std::vector<float> to_vector(const torch::Tensor& tensor) {
  const auto plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  const auto* data = plain.data_ptr<float>();
  return {data, data + plain.numel()};
}

inline Batch to_batch(const torch::Tensor& tensor) {
  const auto values = to_vector(tensor);
  return Eigen::Map<const Batch>(values.data(), tensor.size(0), tensor.size(1));
}

}  // namespace poseaae::torch_engine
