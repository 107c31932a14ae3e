#include "lasso.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::metrics {

namespace {

double shrunk(double value, double by) {
  return std::copysign(std::max(0.0, std::abs(value) - by), value);
}

}  // namespace

Eigen::MatrixXd lasso(const Eigen::MatrixXd& gram, const Eigen::MatrixXd& cross, double penalty) {
  constexpr int kMaxSweeps = 1000;
  constexpr double kStill = 1e-7;  // of weights that are correlations
  Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(cross.rows(), cross.cols());
  for (Eigen::Index t = 0; t < cross.cols(); ++t) {
    auto w = weights.col(t);
    Eigen::VectorXd residual = cross.col(t);  // c - Gw
    for (int sweep = 0; sweep < kMaxSweeps; ++sweep) {
      double largest = 0.0;
      for (Eigen::Index j = 0; j < w.size(); ++j) {
        if (gram(j, j) <= 0.0) continue;
        const double now = shrunk(residual[j] + gram(j, j) * w[j], penalty) / gram(j, j);
        const double step = now - w[j];
        if (step == 0.0) continue;
        residual -= step * gram.col(j);
        w[j] = now;
        largest = std::max(largest, std::abs(step));
      }
      if (largest < kStill) break;
    }
  }
  return weights;
}

}  // namespace poseaae::metrics
