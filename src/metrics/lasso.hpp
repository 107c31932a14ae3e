#pragma once

#include <Eigen/Core>

namespace poseaae::metrics {

/// (Z, T): per column t the w that minimises 1/2 w'Gw - c_t'w + lambda |w|_1, which is
/// 1/2N |y_t - Zw|^2 + lambda |w|_1 less a constant when G = Z'Z / N and c_t = Z'y_t / N. By
/// coordinate descent; a latent with G_jj = 0 gets 0.
///
/// Source: Friedman, Hastie and Tibshirani, Regularization paths for generalized linear models via
/// coordinate descent, J. Stat. Softw. 2010, section 2.
[[nodiscard]] Eigen::MatrixXd lasso(const Eigen::MatrixXd& gram, const Eigen::MatrixXd& cross,
                                    double penalty);

}  // namespace poseaae::metrics
