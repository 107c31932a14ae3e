#pragma once

#include <Eigen/Core>

namespace poseaae {

/// B rows, one sample each, row-major.
template <typename T>
using BatchOf = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// (B, P) poses, (B, Z) latents.
using Batch = BatchOf<float>;

}  // namespace poseaae
