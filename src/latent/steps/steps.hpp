#pragma once

#include "poseaae/latent/walk.hpp"

/// The kinds of step, one file each; formulas in walk.hpp.
namespace poseaae::latent::steps {

[[nodiscard]] StepKind gaussian();
[[nodiscard]] StepKind uniform();
[[nodiscard]] StepKind tutorial();

/// z' = m + r (z - m) + sqrt(1 - r^2) S e with r = 1 - s^2 / 2: what the stationary kinds share,
/// for noise e of zero mean and unit variance.
class Stationary : public Step {
 public:
  /// @throws UsageError when s is not in (0, sqrt 2]
  explicit Stationary(const StepContext& context);
  [[nodiscard]] Eigen::VectorXd next(const Eigen::VectorXd& z) final;

 protected:
  [[nodiscard]] virtual double noise(Random& random) const = 0;

 private:
  const LatentGaussian& gaussian_;
  Random& random_;
  double keep_;  ///< r
};

}  // namespace poseaae::latent::steps
