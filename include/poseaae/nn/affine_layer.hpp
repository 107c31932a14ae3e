#pragma once

#include <Eigen/Core>
#include <string>

#include "poseaae/nn/network.hpp"

namespace poseaae::nn {

/// The layer y = A x + b of a kind that has a weight and a bias ("dense" or "fixed"), without an
/// activation: A is `matrix` (outputs, inputs), b is `offset` (outputs).
[[nodiscard]] Layer affine_layer(const Eigen::MatrixXd& matrix, const Eigen::VectorXd& offset,
                                 const std::string& kind);

}  // namespace poseaae::nn
