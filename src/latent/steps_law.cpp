#include "steps_law.hpp"

#include <Eigen/Cholesky>

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
  const auto steps = static_cast<int>(path.rows()) - 1;
  const auto power = powers(follow, steps);
  const Eigen::VectorXd missing =
      inverse(variance_of_return(power.back(), held)) * (path.row(steps) - path.row(0)).transpose();
  for (int t = 0; t <= steps; ++t) {
    const Eigen::MatrixXd ahead = power[steps - t].transpose();  // Cov(e_t, e_K)
    const Eigen::MatrixXd covariance =
        held ? Eigen::MatrixXd(ahead - power[t] * power[steps].transpose()) : ahead - power[t];
    path.row(t) -= (covariance * missing).transpose();
  }
  return path;
}

Eigen::MatrixXd bridged_by_steps(const Eigen::VectorXd& from, const Eigen::VectorXd& to,
                                 const Eigen::MatrixXd& follow, int steps) {
  const auto power = powers(follow, steps);
  const Eigen::VectorXd missing =
      inverse(variance_of_return(power.back(), true)) * (to - power.back() * from);
  Eigen::MatrixXd between(steps - 1, from.size());
  for (int t = 1; t < steps; ++t) {
    const Eigen::MatrixXd covariance =
        power[steps - t].transpose() - power[t] * power[steps].transpose();
    between.row(t - 1) = (power[t] * from + covariance * missing).transpose();
  }
  return between;
}

}  // namespace poseaae::latent
