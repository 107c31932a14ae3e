#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/pca.hpp"

/// Principal components as files keep them.
namespace poseaae::diffusion {

/// V^T (K, W Z), orthonormal rows: encode = D^-1 V^T and decode = V D, D the deviations.
[[nodiscard]] BatchOf<double> directions_of(const metrics::Pca& pca);
[[nodiscard]] metrics::Pca pca_of(Eigen::VectorXd mean, const BatchOf<double>& directions,
                                  Eigen::VectorXd variances);

}  // namespace poseaae::diffusion
