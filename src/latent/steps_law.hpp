#pragma once

#include <Eigen/Core>
#include <vector>

/// What the vector autoregression e_k+1 = R e_k + (I - R R^T)^(1/2) n says of points that are known
/// to be somewhere: conditional means of a Gaussian.
namespace poseaae::latent {

/// R^0, R^1, ..., R^steps.
[[nodiscard]] std::vector<Eigen::MatrixXd> powers(const Eigen::MatrixXd& matrix, int steps);

/// A path e_0 .. e_K (rows), moved so that it ends at e_0: where `held`, e_0 stays; otherwise both
/// ends move. Gaussian conditioning on e_K - e_0 = 0 by what is missing (Matheron's rule):
///   e_t <- e_t - Cov(e_t, e_K - e_0) Var(e_K - e_0)^-1 (e_K - e_0).
[[nodiscard]] Eigen::MatrixXd closed_by_steps(Eigen::MatrixXd path, const Eigen::MatrixXd& follow,
                                              bool held);
/// d^T Var(e_K - e_0)^-1 d, d = e_K - e_0: how unlikely it is that a path returns from there.
[[nodiscard]] Eigen::MatrixXd return_precision(const Eigen::MatrixXd& follow, int steps, bool held);

/// A path e_0 .. e_K moved so that it ends at `to` and still begins at e_0:
///   e_t <- e_t - Cov(e_t, e_K | e_0) Var(e_K | e_0)^-1 (e_K - to).
[[nodiscard]] Eigen::MatrixXd led_by_steps(Eigen::MatrixXd path, const Eigen::VectorXd& to,
                                           const Eigen::MatrixXd& follow);

}  // namespace poseaae::latent
