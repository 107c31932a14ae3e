#include "minimise.hpp"

#include <cmath>
#include <deque>

namespace poseaae::latent::keys {

namespace {

/// The last changes of x and of the gradient.
class Curvature {
 public:
  void add(Eigen::VectorXd step, Eigen::VectorXd change) {
    const double product = step.dot(change);
    if (product <= 1e-10 * step.norm() * change.norm()) return;  // not convex there
    constexpr std::size_t kPairs = 10;
    if (pairs_.size() == kPairs) pairs_.pop_front();
    pairs_.push_back({std::move(step), std::move(change), 1.0 / product});
  }

  /// -H gradient, by the two loops.
  [[nodiscard]] Eigen::VectorXd direction(const Eigen::VectorXd& gradient) const {
    Eigen::VectorXd q = -gradient;
    if (pairs_.empty()) return q / std::max(1.0, gradient.norm());
    std::vector<double> alphas(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      alphas[i] = pairs_[i].inverse * pairs_[i].step.dot(q);
      q -= alphas[i] * pairs_[i].change;
    }
    q /= pairs_.back().inverse * pairs_.back().change.squaredNorm();
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      q += (alphas[i] - pairs_[i].inverse * pairs_[i].change.dot(q)) * pairs_[i].step;
    }
    return q;
  }

  void clear() { pairs_.clear(); }
  [[nodiscard]] bool empty() const { return pairs_.empty(); }

 private:
  struct Pair {
    Eigen::VectorXd step;
    Eigen::VectorXd change;
    double inverse;  ///< of their product
  };
  std::deque<Pair> pairs_;
};

}  // namespace

double minimise(const Differentiable& function, Eigen::VectorXd& x, int iterations) {
  constexpr double kArmijo = 1e-4;
  constexpr double kLeast = 1e-6;
  Eigen::VectorXd gradient(x.size());
  Eigen::VectorXd next_gradient(x.size());
  double value = function(x, gradient);
  Curvature curvature;
  for (int i = 0; i < iterations; ++i) {
    Eigen::VectorXd direction = curvature.direction(gradient);
    double slope = direction.dot(gradient);
    if (slope >= 0.0) {
      curvature.clear();
      direction = curvature.direction(gradient);
      slope = direction.dot(gradient);
    }
    double length = 1.0;
    Eigen::VectorXd next = x + direction;
    double next_value = function(next, next_gradient);
    for (int halved = 0; !(next_value <= value + kArmijo * length * slope); ++halved) {
      constexpr int kMost = 30;
      if (halved == kMost) {
        if (curvature.empty()) return value;
        break;
      }
      length *= 0.5;
      next = x + length * direction;
      next_value = function(next, next_gradient);
    }
    if (!(next_value < value)) {  // once more, straight down
      if (curvature.empty()) return value;
      curvature.clear();
      continue;
    }
    const double gain = value - next_value;
    curvature.add(next - x, next_gradient - gradient);
    x = next;
    std::swap(gradient, next_gradient);
    value = next_value;
    if (gain < kLeast * std::max(1.0, std::abs(value))) break;
  }
  return value;
}

}  // namespace poseaae::latent::keys
