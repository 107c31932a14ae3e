#pragma once

#include <Eigen/Core>
#include <functional>

namespace poseaae::latent::keys {

/// Value at x, and the gradient there.
using Differentiable = std::function<double(const Eigen::VectorXd& x, Eigen::VectorXd& gradient)>;

/// L-BFGS (Nocedal and Wright 2006, algorithm 7.5, ten pairs) with steps that are halved until they
/// satisfy Armijo's condition, at most `iterations`; stops where a step gains less than a
/// millionth. Returns the value reached; x is where it is.
double minimise(const Differentiable& function, Eigen::VectorXd& x, int iterations);

}  // namespace poseaae::latent::keys
