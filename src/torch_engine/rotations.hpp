#pragma once

#include <torch/types.h>

#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/nn/network.hpp"

/// Features of rotations, as tensors with autograd.
namespace poseaae::torch_engine {

/// v / max(|v|, 1e-12) of the vectors along the last axis.
[[nodiscard]] torch::Tensor normalised(const torch::Tensor& vectors);

/// Unit quaternions (B, 4J) -> (B, F).
[[nodiscard]] torch::Tensor features_of_rotations(const torch::Tensor& quaternions,
                                                  kernels::RotationForm form);
/// (B, F) -> quaternions (B, 4J): as they are, or unit ones of the Gram-Schmidt frames.
[[nodiscard]] torch::Tensor rotations_of_features(const torch::Tensor& features,
                                                  kernels::RotationForm form);

}  // namespace poseaae::torch_engine
