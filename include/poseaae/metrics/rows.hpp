#pragma once

#include <Eigen/Core>

namespace poseaae::metrics {

/// One sample per row, row-major: (N, 4J) poses as unit quaternions w x y z, (N, 3J) joint
/// positions in metres, (N, Z) latents, (N, F) features of any kind.
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace poseaae::metrics
