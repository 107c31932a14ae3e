#include <cmath>
#include <numbers>

#include "loops.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::latent::loops {

namespace {

/// Largest step that closes the loop, in units of the median step: the start of the loop must not
/// show in the joints.
constexpr double kEvenEnough = 1.25;
constexpr int kDirections = 16;

void check(const Eigen::VectorXd& start) {
  if (start.size() < 2) throw UsageError("great circle: expected at least 2 latents, found 1");
  if (start.norm() < kNowhere) {
    throw UsageError(
        "great circle: expected a start away from the model's mean pose, found that pose, which "
        "lies on no circle around the mean; choose another start or another kind of loop");
  }
}

/// A direction orthogonal to u, uniform among them.
Eigen::VectorXd orthogonal(const Eigen::VectorXd& u, Random& random) {
  Eigen::VectorXd v;
  do {
    v = UnitSpace::normal(static_cast<int>(u.size()), random);
    v -= v.dot(u) * u;
  } while (v.norm() < 1e-3);  // next to never; the rest would be rounding
  v.normalize();
  return (v - v.dot(u) * u).normalized();
}

Batch sample(const LoopContext& context) {
  const UnitSpace unit = unit_space(context);
  const int dim = context.space.dim();
  const Eigen::VectorXd start = unit.start_or_sample(context.random);
  check(start);
  const double radius = unit.has_point() ? start.norm() : std::sqrt(static_cast<double>(dim));
  const Eigen::VectorXd u = start.normalized();
  const auto circle = [&] {
    const Eigen::VectorXd v = orthogonal(u, context.random);
    Eigen::MatrixXd points(context.frames, dim);
    for (int t = 0; t < context.frames; ++t) {
      const double angle = 2.0 * std::numbers::pi * t / context.frames;
      points.row(t) = radius * (std::cos(angle) * u + std::sin(angle) * v);
    }
    return unit.latents(points);
  };
  if (!context.start) return begin_where_slowest(circle(), context.metric);
  Batch best = circle();
  double least = closing_step(best, context.metric);
  for (int i = 1; i < kDirections && least > kEvenEnough; ++i) {
    const Batch next = circle();
    const double closing = closing_step(next, context.metric);
    if (closing < least) {
      least = closing;
      best = next;
    }
  }
  return best;
}

}  // namespace

LoopKind great_circle() {
  return {"great_circle", "a circle around the mean pose, at constant distance and speed",
          std::nullopt, sample, true};
}

}  // namespace poseaae::latent::loops
