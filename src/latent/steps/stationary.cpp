#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "poseaae/core/error.hpp"
#include "steps.hpp"

namespace poseaae::latent::steps {

Stationary::Stationary(const StepContext& context)
    : gaussian_(context.gaussian),
      random_(context.random),
      keep_(1.0 - context.step_size * context.step_size / 2.0) {
  // A hair above sqrt 2, so that "1.4142136" is taken.
  if (!(context.step_size > 0.0) || context.step_size > std::numbers::sqrt2 + 1e-6) {
    throw UsageError(
        fmt::format("step size: expected a number above 0 and at most 1.4142 (where each step is "
                    "independent of "
                    "the last) for a stationary walk, found {}",
                    context.step_size));
  }
}

Eigen::VectorXd Stationary::next(const Eigen::VectorXd& z) {
  Eigen::VectorXd unit(z.size());
  for (double& value : unit) value = noise(random_);
  const Eigen::VectorXd& mean = gaussian_.mean();
  return mean + keep_ * (z - mean) + std::sqrt(1.0 - keep_ * keep_) * gaussian_.shape(unit);
}

}  // namespace poseaae::latent::steps
