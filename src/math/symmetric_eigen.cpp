#include "poseaae/math/symmetric_eigen.hpp"

#include <Eigen/Eigenvalues>

namespace poseaae::math {

using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

SymmetricEigen::SymmetricEigen(const Eigen::MatrixXd& matrix) {
  const Solver solver(matrix);
  values_ = solver.eigenvalues();
  vectors_ = solver.eigenvectors();
}

Eigen::MatrixXd SymmetricEigen::with_eigenvalues(const Eigen::VectorXd& values) const {
  return vectors_ * values.asDiagonal() * vectors_.transpose();
}

Eigen::VectorXd symmetric_eigenvalues(const Eigen::MatrixXd& matrix) {
  return Solver(matrix, Eigen::EigenvaluesOnly).eigenvalues();
}

}  // namespace poseaae::math
