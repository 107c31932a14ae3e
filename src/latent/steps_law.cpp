#include "steps_law.hpp"

#include <Eigen/Cholesky>
#include <utility>

namespace poseaae::latent {

namespace {

Eigen::MatrixXd identity(const Eigen::MatrixXd& like) {
  return Eigen::MatrixXd::Identity(like.rows(), like.cols());
}

Eigen::MatrixXd inverse(const Eigen::MatrixXd& positive) {
  return positive.llt().solve(identity(positive));
}

/// Var(e_K - e_0), with e_0 known or not.
Eigen::MatrixXd variance_of_return(const Eigen::MatrixXd& round, bool held) {
  if (held) return identity(round) - round * round.transpose();
  return 2.0 * identity(round) - round - round.transpose();
}

}  // namespace

std::vector<Eigen::MatrixXd> powers(const Eigen::MatrixXd& matrix, int steps) {
  std::vector<Eigen::MatrixXd> all{identity(matrix)};
  for (int k = 0; k < steps; ++k) all.emplace_back(matrix * all.back());
  return all;
}

Eigen::MatrixXd return_precision(const Eigen::MatrixXd& follow, int steps, bool held) {
  return inverse(variance_of_return(powers(follow, steps).back(), held));
}

Eigen::MatrixXd closed_by_steps(Eigen::MatrixXd path, const Eigen::MatrixXd& follow, bool held) {
  if (held) {
    const Eigen::VectorXd start = path.row(0);
    return led_by_steps(std::move(path), start, follow);
  }
  const auto steps = static_cast<int>(path.rows()) - 1;
  const auto power = powers(follow, steps);
  const Eigen::VectorXd missing = inverse(variance_of_return(power.back(), false)) *
                                  (path.row(steps) - path.row(0)).transpose();
  for (int t = 0; t <= steps; ++t) {
    path.row(t) -= ((power[steps - t].transpose() - power[t]) * missing).transpose();
  }
  return path;
}

Eigen::MatrixXd led_by_steps(Eigen::MatrixXd path, const Eigen::VectorXd& to,
                             const Eigen::MatrixXd& follow) {
  const auto steps = static_cast<int>(path.rows()) - 1;
  const auto power = powers(follow, steps);
  const Eigen::VectorXd missing =
      inverse(variance_of_return(power.back(), true)) * (path.row(steps).transpose() - to);
  for (int t = 1; t <= steps; ++t) {
    path.row(t) -= ((power[steps - t].transpose() - power[t] * power[steps].transpose()) * missing)
                       .transpose();
  }
  return path;
}

}  // namespace poseaae::latent
