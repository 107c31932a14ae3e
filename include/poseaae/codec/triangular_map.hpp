#pragma once

#include <Eigen/Core>
#include <vector>

#include "poseaae/codec/mixture.hpp"

namespace poseaae::codec {

/// The map between points z of a Gaussian mixture and points e of N(0, I), coordinate by
/// coordinate:
///   e_i = Phi^-1(F_i(z_i | z_1 ... z_i-1)),
/// where F_i is the distribution function of coordinate i of the mixture when those before it are
/// known, itself that of a mixture of Gaussians in one dimension. e_i depends on the first i
/// coordinates only (the Knothe-Rosenblatt map), so that its Jacobian is triangular, and
///   log p(z) = log N(e; 0, I) + sum_i log de_i / dz_i,
/// exactly. The inverse finds one coordinate after the other, to rounding. Of one Gaussian it is
/// e = L^-1 (z - m), with the Cholesky factor L of the covariance. Sources: Rosenblatt 1952,
/// "Remarks on a multivariate transformation"; Knothe 1957.
class TriangularMap {
 public:
  /// @throws ModelError for a mixture that is none
  explicit TriangularMap(const Mixture& mixture);

  [[nodiscard]] int dim() const { return static_cast<int>(means_.cols()); }

  /// e of z (Z), and the logarithm of the Jacobian's determinant, sum_i log de_i / dz_i.
  struct Point {
    Eigen::VectorXd normal;
    double log_determinant = 0.0;
  };
  [[nodiscard]] Point to_normal(const Eigen::VectorXd& z) const;
  /// z of e (Z).
  [[nodiscard]] Eigen::VectorXd from_normal(const Eigen::VectorXd& e) const;
  /// de / dz (Z, Z) at z, lower triangular. With n_k = L_k^-1 (z - m_k), w_k the share of component
  /// k given the coordinates before i, and d_k the gradient of log w_k,
  ///   de_i / dz_j = sum_k w_k (d_kj Phi(n_ki) + phi(n_ki) dn_ki / dz_j) / phi(e_i).
  [[nodiscard]] Eigen::MatrixXd slopes(const Eigen::VectorXd& z) const;

 private:
  class Walk;  // from coordinate to coordinate

  Eigen::VectorXd log_weights_;         ///< (K)
  Eigen::MatrixXd means_;               ///< (K, Z)
  std::vector<Eigen::MatrixXd> roots_;  ///< L_k, lower triangular
};

}  // namespace poseaae::codec
