#pragma once

#include <torch/types.h>

#include "poseaae/objective/pose_objective.hpp"

namespace poseaae::torch_engine {

/// The terms of objective::PoseObjective as one node of the graph.
struct PoseTerms {
  torch::Tensor values;    ///< (4), without gradient
  torch::Tensor weighted;  ///< their weighted sum, with the gradient from the kernel
};

/// target (B, P) and prediction (B, F) on the CPU, of floats for PoseObjective<float>, else
/// doubles.
template <typename T>
[[nodiscard]] PoseTerms pose_terms(const objective::PoseObjective<T>& objective,
                                   const std::vector<double>& weights, const torch::Tensor& target,
                                   const torch::Tensor& prediction);

}  // namespace poseaae::torch_engine
