#pragma once

#include <Eigen/Core>

namespace poseaae::math {

/// S = V diag(l) V^T of a real symmetric matrix S (n, n): eigenvalues l ascending, unit
/// eigenvectors the columns of V. Only the lower triangle of S is read. Eigen's solver, compiled
/// once for all who use it.
class SymmetricEigen {
 public:
  explicit SymmetricEigen(const Eigen::MatrixXd& matrix);

  [[nodiscard]] const Eigen::VectorXd& eigenvalues() const { return values_; }
  [[nodiscard]] const Eigen::MatrixXd& eigenvectors() const { return vectors_; }
  /// V diag(values) V^T: the matrix with the same eigenvectors and other eigenvalues.
  [[nodiscard]] Eigen::MatrixXd with_eigenvalues(const Eigen::VectorXd& values) const;

 private:
  Eigen::VectorXd values_;
  Eigen::MatrixXd vectors_;
};

/// The eigenvalues alone, ascending, in about half the time.
[[nodiscard]] Eigen::VectorXd symmetric_eigenvalues(const Eigen::MatrixXd& matrix);

}  // namespace poseaae::math
